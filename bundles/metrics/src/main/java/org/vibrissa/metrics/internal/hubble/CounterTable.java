package org.vibrissa.metrics.internal.hubble;

import java.util.Arrays;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.internal.collect.Family;

/**
 * Counts by label values. Counting what was counted before allocates nothing. Holds no more series
 * than allowed: what comes then is counted together. For one thread at a time.
 */
final class CounterTable {
    private static final int FIRST = 16;

    private final MetricFamily family;
    private final int width;
    private final int limit;
    private int[] places = new int[2 * FIRST];
    private int[] hashes = new int[FIRST];
    private long[] counts = new long[FIRST];
    private String[] labels;
    private int rows;
    private long folded;

    /**
     * An empty table.
     *
     * @param limit most series, the one for all others included
     */
    CounterTable(MetricFamily family, int limit) {
        this.family = family;
        this.limit = limit;
        width = family.labels().size();
        labels = new String[FIRST * width];
    }

    MetricFamily family() {
        return family;
    }

    /** One more for these values, one for each label; the array is not kept. */
    void increment(String[] values) {
        int row = row(values);
        if (row < 0 && rows >= limit - 1) {
            folded++;
            Arrays.fill(values, Family.OTHER);
            row = row(values);
        }
        // Before the array is named: it may be another one afterwards.
        int place = row < 0 ? append(values) : row;
        counts[place]++;
    }

    /** How often something was counted together with others. */
    long folded() {
        return folded;
    }

    void tell(MetricSink sink) {
        for (int row = 0; row < rows; row++) {
            sink.put(
                    family,
                    counts[row],
                    Arrays.copyOfRange(labels, row * width, (row + 1) * width));
        }
    }

    private int row(String[] values) {
        int hash = hash(values);
        for (int i = hash & (places.length - 1);
                places[i] != 0;
                i = (i + 1) & (places.length - 1)) {
            int row = places[i] - 1;
            if (hashes[row] == hash && same(row, values)) {
                return row;
            }
        }
        return -1;
    }

    private int append(String[] values) {
        if (rows == counts.length) {
            grow();
        }
        int row = rows++;
        hashes[row] = hash(values);
        System.arraycopy(values, 0, labels, row * width, width);
        place(row);
        return row;
    }

    private void place(int row) {
        int i = hashes[row] & (places.length - 1);
        while (places[i] != 0) {
            i = (i + 1) & (places.length - 1);
        }
        places[i] = row + 1;
    }

    private void grow() {
        int size = 2 * counts.length;
        counts = Arrays.copyOf(counts, size);
        hashes = Arrays.copyOf(hashes, size);
        labels = Arrays.copyOf(labels, size * width);
        places = new int[2 * size];
        for (int row = 0; row < rows; row++) {
            place(row);
        }
    }

    private static int hash(String[] values) {
        int hash = 1;
        for (String value : values) {
            hash = 31 * hash + value.hashCode();
        }
        return hash ^ (hash >>> 16);
    }

    private boolean same(int row, String[] values) {
        for (int i = 0; i < width; i++) {
            if (!labels[row * width + i].equals(values[i])) {
                return false;
            }
        }
        return true;
    }
}
