package org.vibrissa.metrics.internal.hubble;

import java.util.List;
import java.util.Map;
import org.vibrissa.flow.FlowEvent;

/** {@code icmp}: messages by type. */
final class IcmpMetric extends FlowMetric {
    private static final int ICMPV6 = 58;

    private final IcmpWords words = new IcmpWords();

    IcmpMetric(Map<String, String> options, int limit) {
        super("icmp", "ICMP messages in events.", List.of("family", "type"), options, limit);
    }

    @Override
    void count(Facts facts) {
        FlowEvent event = facts.event();
        if (FlowWords.isIcmp(event)) {
            boolean six = event.protocol() == ICMPV6;
            increment(
                    facts,
                    six ? "IPv6" : "IPv4",
                    words.name(six, event.icmpType(), event.icmpCode()));
        }
    }
}
