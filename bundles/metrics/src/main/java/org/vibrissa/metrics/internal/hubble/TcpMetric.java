package org.vibrissa.metrics.internal.hubble;

import java.util.List;
import java.util.Map;
import org.vibrissa.flow.FlowEvent;

/** {@code tcp}: flags seen. */
final class TcpMetric extends FlowMetric {
    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int RST = 4;
    private static final int ACK = 16;

    TcpMetric(Map<String, String> options, int limit) {
        super("tcp_flags", "TCP flags in events.", List.of("flag", "family"), options, limit);
    }

    @Override
    void count(Facts facts) {
        FlowEvent event = facts.event();
        if (!facts.forwarded() || !FlowWords.isTcp(event)) {
            return;
        }
        String family = FlowWords.family(event.family());
        int flags = event.tcpFlags();
        if ((flags & FIN) != 0) {
            increment(facts, "FIN", family);
        }
        if ((flags & SYN) != 0) {
            increment(facts, (flags & ACK) != 0 ? "SYN-ACK" : "SYN", family);
        }
        if ((flags & RST) != 0) {
            increment(facts, "RST", family);
        }
    }
}
