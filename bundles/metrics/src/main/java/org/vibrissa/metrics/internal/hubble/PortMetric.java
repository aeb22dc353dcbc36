package org.vibrissa.metrics.internal.hubble;

import java.util.List;
import java.util.Map;
import org.vibrissa.flow.FlowEvent;

/** {@code port-distribution}: which ports are asked. */
final class PortMetric extends FlowMetric {
    PortMetric(Map<String, String> options, int limit) {
        super(
                "port_distribution",
                "Events by destination port, without those of replies.",
                List.of("protocol", "port"),
                options,
                limit);
    }

    @Override
    void count(Facts facts) {
        FlowEvent event = facts.event();
        // Without knowing the side the port might be one that a client was given by chance.
        if (!facts.forwarded() || !facts.sideKnown() || facts.reply()) {
            return;
        }
        String protocol = FlowWords.protocol(event.protocol());
        if (FlowWords.hasPorts(event)) {
            increment(facts, protocol, facts.texts().port(event.destinationPort()));
        } else if (FlowWords.isIcmp(event)) {
            increment(facts, protocol, "0");
        }
    }
}
