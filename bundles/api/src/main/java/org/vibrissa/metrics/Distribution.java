package org.vibrissa.metrics;

/**
 * Counts values into the buckets of a histogram, for sources that learn them one by one. Thread
 * safe.
 */
public final class Distribution {
    private final MetricFamily family;
    private final double[] bounds;
    private final long[] counts;
    private double sum;

    /**
     * An empty one.
     *
     * @throws IllegalArgumentException when the family is no histogram
     */
    public Distribution(MetricFamily family) {
        if (family.kind() != MetricFamily.Kind.HISTOGRAM) {
            throw new IllegalArgumentException("metric " + family.name() + " is no histogram");
        }
        this.family = family;
        bounds = family.bounds().stream().mapToDouble(Double::doubleValue).toArray();
        counts = new long[bounds.length + 1];
    }

    /** One more value, in the family's unit. */
    public synchronized void add(double value) {
        int bucket = 0;
        while (bucket < bounds.length && value > bounds[bucket]) {
            bucket++;
        }
        counts[bucket]++;
        sum += value;
    }

    /** Tells what was counted so far as one series. */
    public synchronized void tell(MetricSink sink, String... labels) {
        sink.histogram(family, counts, sum, labels);
    }
}
