package org.vibrissa.metrics.internal.hubble;

import java.util.List;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.flow.FlowParty;
import org.vibrissa.flow.made.MadeEvent;
import org.vibrissa.flow.made.MadeFlowLog;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;

/** Hubble's metrics after a flow from each of many endpoints, and a drop and a verdict for each. */
public final class FlowLoad implements MetricSource {
    private static final int FIRST = 2000;

    /** Of an endpoint. */
    private static final int EVENTS = 3;

    private final FlowMetrics metrics;

    /**
     * Counts the flows.
     *
     * @param items of {@code metrics.hubble}
     * @param endpoints numbered on; each has one of the identities
     */
    public FlowLoad(List<String> items, int endpoints, int identities, int limit) {
        metrics = FlowMetrics.of(items, limit);
        TestNames names = new TestNames();
        for (int i = 0; i < endpoints; i++) {
            int identity = i % identities;
            List<String> labels =
                    List.of(
                            "any:app=app-" + identity,
                            "any:org=empire",
                            "any:tier=" + identity % 7);
            names.put(
                    FIRST + i,
                    new FlowParty(
                            256 + identity, labels, i, "space", "endpoint-" + i, "", "", "here"));
        }
        Facts facts = new Facts(names);
        MadeFlowLog log = new MadeFlowLog(EVENTS);
        FlowCursor cursor = log.log().fromOldest("load");
        for (int i = 0; i < endpoints; i++) {
            int from = FIRST + i;
            int to = FIRST + (i * 7 + 1) % endpoints;
            int port = 1 + i % 500;
            for (MadeEvent event :
                    List.of(
                            MadeEvent.trace(),
                            MadeEvent.policyVerdict(i % 2 == 0, 1, 0, 0),
                            MadeEvent.drop(133))) {
                log.write(event.identities(from, to).to("10.0.0.2", port));
            }
            while (cursor.next()) {
                metrics.all().forEach(metric -> metric.count(facts.of(cursor.event())));
            }
        }
    }

    @Override
    public List<MetricFamily> families() {
        return metrics.all().stream().map(metric -> metric.table().family()).toList();
    }

    @Override
    public void collect(MetricSink sink) {
        metrics.all().forEach(metric -> metric.table().tell(sink));
    }
}
