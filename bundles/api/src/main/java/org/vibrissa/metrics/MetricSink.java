package org.vibrissa.metrics;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Takes the figures of one scrape. Names are Prometheus names without the suffix {@code _total},
 * with the unit at their end ({@code _bytes}, {@code _seconds}). A name has one type, one help text
 * and one set of label names throughout.
 */
@ProviderType
public interface MetricSink {
    /**
     * A figure that only grows.
     *
     * @param labels names and values by turns
     */
    void counter(String name, String help, double value, String... labels);

    /** A figure that goes up and down. */
    void gauge(String name, String help, double value, String... labels);

    /**
     * A distribution.
     *
     * @param bounds upper bounds of the buckets, rising, without infinity
     * @param counts values in each bucket (not summed up), one more than bounds
     * @param sum of all values
     */
    void histogram(
            String name, String help, double[] bounds, long[] counts, double sum, String... labels);
}
