package org.vibrissa.metrics.internal.hubble;

import java.util.List;
import java.util.Map;

/** {@code drop}. */
final class DropMetric extends FlowMetric {
    DropMetric(Map<String, String> options, int limit) {
        super(
                "drop",
                "Dropped packets that were told.",
                List.of("reason", "protocol"),
                options,
                limit);
    }

    @Override
    void count(Facts facts) {
        if (facts.dropped()) {
            increment(
                    facts,
                    facts.names().dropReason(facts.event().dropReason()),
                    FlowWords.protocol(facts.event().protocol()));
        }
    }
}
