package org.vibrissa.metrics.internal.hubble;

import java.util.List;
import java.util.Map;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowKind;

/** {@code policy}: what policies said. */
final class PolicyMetric extends FlowMetric {
    private static final int HOST = 1;
    private static final int HEALTH = 4;

    PolicyMetric(Map<String, String> options, int limit) {
        super(
                "policy_verdicts",
                "Verdicts of policies on flows.",
                List.of("direction", "match", "action"),
                options,
                limit);
    }

    @Override
    void count(Facts facts) {
        FlowEvent event = facts.event();
        // As Hubble: what the host itself sends, and probes, are no news.
        if (event.kind() != FlowKind.POLICY_VERDICT
                || event.sourceIdentity() == HOST
                || event.sourceIdentity() == HEALTH
                || event.destinationIdentity() == HEALTH) {
            return;
        }
        boolean ingress = event.ofIngress();
        increment(
                facts,
                ingress ? "ingress" : "egress",
                FlowWords.match(ingress ? event.ingressMatch() : event.egressMatch()),
                action(event.verdict()));
    }

    private static String action(int verdict) {
        return switch (verdict) {
            case Facts.FORWARDED -> "forwarded";
            case Facts.DROPPED -> "dropped";
            case Facts.AUDIT -> "audit";
            default -> "unknown";
        };
    }
}
