package org.vibrissa.metrics.internal.hubble;

import java.util.List;
import java.util.Map;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowKind;

/** {@code flow}: every event. */
final class ProcessedMetric extends FlowMetric {
    ProcessedMetric(Map<String, String> options, int limit) {
        super(
                "flows_processed",
                "Events of flows.",
                List.of("protocol", "type", "subtype", "verdict"),
                options,
                limit);
    }

    @Override
    void count(Facts facts) {
        FlowEvent event = facts.event();
        FlowKind kind = event.kind();
        increment(
                facts,
                FlowWords.protocol(event.protocol()),
                switch (kind) {
                    case TRACE -> "Trace";
                    case DROP -> "Drop";
                    case POLICY_VERDICT -> "PolicyVerdict";
                },
                kind == FlowKind.TRACE ? FlowWords.point(event.observationPoint()) : "",
                FlowWords.verdict(event.verdict()));
    }
}
