package org.vibrissa.datapath.internal.view;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.datapath.Conntrack;
import org.vibrissa.datapath.internal.tables.ConntrackCollector;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;

/** The table of flows, as its collector last saw it: to count them now would walk over all. */
@Component
public final class ConntrackFigures implements MetricSource {
    private static final MetricFamily CAPACITY =
            MetricFamily.gauge(
                    "vibrissa_datapath_conntrack_capacity", "Flows that the tables hold at most.");
    private static final MetricFamily ENTRIES =
            MetricFamily.gauge(
                            "vibrissa_datapath_conntrack_gc_entries",
                            "Flows that the last collection found: alive, or expired and deleted.",
                            "status")
                    .like("cilium_datapath_conntrack_gc_entries");
    private static final MetricFamily RUNS =
            MetricFamily.counter(
                            "vibrissa_datapath_conntrack_gc_runs",
                            "Collections of expired flows.",
                            "status")
                    .like("cilium_datapath_conntrack_gc_runs_total");
    private static final MetricFamily DURATION =
            MetricFamily.gauge(
                            "vibrissa_datapath_conntrack_gc_duration_seconds",
                            "How long the last collection took.")
                    .like("cilium_datapath_conntrack_gc_duration_seconds");

    private final Conntrack table;
    private final ConntrackCollector collector;

    @Activate
    public ConntrackFigures(@Reference Conntrack table, @Reference ConntrackCollector collector) {
        this.table = table;
        this.collector = collector;
    }

    @Override
    public List<MetricFamily> families() {
        return List.of(CAPACITY, ENTRIES, RUNS, DURATION);
    }

    @Override
    public void collect(MetricSink sink) {
        sink.put(CAPACITY, table.capacity());
        ConntrackCollector.Runs runs = collector.runs();
        sink.put(RUNS, runs.completed(), "completed");
        sink.put(RUNS, runs.failed(), "failed");
        if (runs.completed() > 0) {
            sink.put(ENTRIES, runs.alive(), "alive");
            sink.put(ENTRIES, runs.deleted(), "deleted");
            sink.put(DURATION, runs.nanos() / 1e9);
        }
    }
}
