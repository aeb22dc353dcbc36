package org.vibrissa.metrics.internal.hubble;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.flow.FlowAccount;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.flow.FlowLog;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;
import org.vibrissa.metrics.internal.collect.SeriesLimit;

/** Hubble's metrics: its own reader of the log of flows, on a thread of its own. */
@Component(
        service = {MetricSource.class, FlowAccount.class, HubbleMetrics.class},
        immediate = true,
        configurationPid = "org.vibrissa.metrics.hubble")
public final class HubbleMetrics implements MetricSource, FlowAccount {
    /** Settings of these metrics; a change begins to count anew. */
    @interface Settings {
        /** As Hubble writes them. */
        String[] hubble() default {
            "drop", "flow", "tcp", "icmp", "port-distribution", "flows-to-world", "policy"
        };
    }

    private static final Logger LOG = LoggerFactory.getLogger(HubbleMetrics.class);
    private static final Duration IDLE = Duration.ofSeconds(5);

    private final FlowMetrics metrics;
    private final FlowTally tally;
    private final FlowCursor cursor;
    private final Thread thread;
    private volatile boolean stopping;

    @Activate
    public HubbleMetrics(
            @Reference FlowLog log,
            @Reference FlowNames names,
            @Reference SeriesLimit limit,
            Settings settings) {
        this(log, names, limit.series(), List.of(settings.hubble()));
    }

    HubbleMetrics(FlowLog log, FlowNames names, int limit, List<String> wanted) {
        metrics = FlowMetrics.of(wanted, limit);
        metrics.problems().forEach(LOG::warn);
        tally = new FlowTally(metrics, names);
        cursor = log.fromOldest("metrics");
        thread = new Thread(this::follow, "metrics-flows");
        thread.setDaemon(true);
        thread.start();
    }

    private void follow() {
        while (!stopping && !cursor.ended()) {
            if (tally.drain(cursor) == 0) {
                cursor.await(IDLE);
            }
        }
    }

    @Deactivate
    void stop() throws InterruptedException {
        stopping = true;
        cursor.wake();
        thread.join(IDLE.toMillis());
        cursor.close();
    }

    /** What of the configuration is not understood, in words. */
    public List<String> problems() {
        return metrics.problems();
    }

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public Reading read() {
        return tally.read();
    }

    @Override
    public List<MetricFamily> families() {
        List<MetricFamily> families = new ArrayList<>(List.of(FlowTally.FOLDED));
        metrics.all().forEach(metric -> families.add(metric.table().family()));
        return families;
    }

    @Override
    public void collect(MetricSink sink) {
        tally.tell(sink);
    }

    /** Events that were overwritten in the log before they were counted. */
    long lost() {
        return tally.lost();
    }
}
