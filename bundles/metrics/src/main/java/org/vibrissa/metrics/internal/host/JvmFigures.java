package org.vibrissa.metrics.internal.host;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;

/** The Java virtual machine that the daemon runs in. */
@Component
public final class JvmFigures implements MetricSource {
    private static final MetricFamily USED =
            MetricFamily.gauge("jvm_memory_used_bytes", "Memory in use.", "area");
    private static final MetricFamily COMMITTED =
            MetricFamily.gauge("jvm_memory_committed_bytes", "Memory that the JVM has.", "area");
    private static final MetricFamily MAX =
            MetricFamily.gauge("jvm_memory_max_bytes", "Memory that it may have.", "area");
    private static final MetricFamily BUFFERS =
            MetricFamily.gauge(
                    "jvm_buffer_pool_used_bytes", "Memory of buffers outside the heap.", "pool");
    private static final MetricFamily COLLECTIONS =
            MetricFamily.counter("jvm_gc_collections", "Garbage collections.", "gc");
    private static final MetricFamily COLLECTING =
            MetricFamily.counter("jvm_gc_collection_seconds", "Time in garbage collections.", "gc");
    private static final MetricFamily THREADS =
            MetricFamily.gauge("jvm_threads_current", "Threads that live.");
    private static final MetricFamily PEAK =
            MetricFamily.gauge("jvm_threads_peak", "Most threads that lived at a time.");
    private static final MetricFamily CLASSES =
            MetricFamily.gauge("jvm_classes_currently_loaded", "Classes that are loaded.");

    @Override
    public List<MetricFamily> families() {
        return List.of(
                USED, COMMITTED, MAX, BUFFERS, COLLECTIONS, COLLECTING, THREADS, PEAK, CLASSES);
    }

    @Override
    public void collect(MetricSink sink) {
        var memory = ManagementFactory.getMemoryMXBean();
        memory(sink, memory.getHeapMemoryUsage(), "heap");
        memory(sink, memory.getNonHeapMemoryUsage(), "nonheap");
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            sink.put(BUFFERS, pool.getMemoryUsed(), pool.getName());
        }
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            sink.put(COLLECTIONS, collector.getCollectionCount(), collector.getName());
            sink.put(COLLECTING, collector.getCollectionTime() / 1e3, collector.getName());
        }
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        sink.put(THREADS, threads.getThreadCount());
        sink.put(PEAK, threads.getPeakThreadCount());
        sink.put(CLASSES, ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
    }

    private static void memory(MetricSink sink, MemoryUsage usage, String area) {
        sink.put(USED, usage.getUsed(), area);
        sink.put(COMMITTED, usage.getCommitted(), area);
        if (usage.getMax() >= 0) {
            sink.put(MAX, usage.getMax(), area);
        }
    }
}
