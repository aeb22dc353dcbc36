package org.vibrissa.metrics;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Takes the figures of one scrape. Each series of a family is told once. For the thread of {@link
 * MetricSource#collect} and only until that returns.
 */
@ProviderType
public interface MetricSink {
    /**
     * A counter's or gauge's value.
     *
     * @param labels one value for each of the family's labels, in their order
     * @throws IllegalArgumentException when there are more or fewer, or the family is a histogram
     */
    void put(MetricFamily family, double value, String... labels);

    /** As {@link #put(MetricFamily, double, String...)}; exact up to 2^53. */
    default void put(MetricFamily family, long value, String... labels) {
        put(family, (double) value, labels);
    }

    /**
     * A histogram.
     *
     * @param counts values in each bucket (not summed up), one more than bounds
     * @param sum of all values
     * @param labels as for {@link #put(MetricFamily, double, String...)}
     * @throws IllegalArgumentException as there, and when the number of buckets is wrong
     */
    void histogram(MetricFamily family, long[] counts, double sum, String... labels);
}
