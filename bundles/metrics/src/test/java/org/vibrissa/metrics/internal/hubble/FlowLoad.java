package org.vibrissa.metrics.internal.hubble;

import java.util.List;
import org.vibrissa.flow.FlowKind;
import org.vibrissa.flow.FlowParty;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;

/** Hubble's metrics after a flow from each of many endpoints, and a drop and a verdict for each. */
public final class FlowLoad implements MetricSource {
    private static final int FIRST = 2000;

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
        for (int i = 0; i < endpoints; i++) {
            TestEvent event = new TestEvent();
            event.sourceIdentity = FIRST + i;
            event.destinationIdentity = FIRST + (i * 7 + 1) % endpoints;
            event.destinationPort = 1 + i % 500;
            count(facts, event);
            event.kind = FlowKind.POLICY_VERDICT;
            event.ofIngress = i % 2 == 0;
            count(facts, event);
            event.kind = FlowKind.DROP;
            event.verdict = Facts.DROPPED;
            event.dropReason = 133;
            count(facts, event);
        }
    }

    private void count(Facts facts, TestEvent event) {
        metrics.all().forEach(metric -> metric.count(facts.of(event)));
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
