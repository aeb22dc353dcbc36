package org.vibrissa.metrics;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A bundle's figures; registered as a service by the bundle that knows them, and made when they are
 * first asked for. Asked at each scrape, by one thread at a time: must be quick and must not wait.
 *
 * <pre>{@code
 * @Component
 * public final class QueueFigures implements MetricSource {
 *     private static final MetricFamily WAITING =
 *             MetricFamily.gauge("vibrissa_queue_waiting", "Entries that wait.", "queue");
 *
 *     public List<MetricFamily> families() { return List.of(WAITING); }
 *
 *     public void collect(MetricSink sink) { sink.put(WAITING, queue.size(), "import"); }
 * }
 * }</pre>
 */
@ConsumerType
public interface MetricSource {
    /**
     * All families that it may tell figures of, so that one without a series yet is known too. The
     * same throughout. Several sources may share a family when they mean the very same.
     */
    List<MetricFamily> families();

    /**
     * Tells all its figures of now. When it throws, what it told is left out of this scrape and the
     * failure is counted; the other sources are shown. So it is when it takes more than two
     * seconds; it is not asked again then before it has returned.
     */
    void collect(MetricSink sink);
}
