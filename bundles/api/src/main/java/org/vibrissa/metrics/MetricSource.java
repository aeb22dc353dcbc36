package org.vibrissa.metrics;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A bundle's figures; registered as a service by the bundle that knows them. Asked at each scrape,
 * by any thread: must be quick and must not wait.
 */
@ConsumerType
public interface MetricSource {
    /**
     * Tells all its figures of now. One that throws is left out and counted; the others are shown.
     */
    void collect(MetricSink sink);
}
