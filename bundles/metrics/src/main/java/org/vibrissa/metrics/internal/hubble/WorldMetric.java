package org.vibrissa.metrics.internal.hubble;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowParty;

/** {@code flows-to-world}. */
final class WorldMetric extends FlowMetric {
    private static final int WORLD = 2;
    private static final int POLICY_DENIED = 133;
    private static final int SYN = 2;

    private final boolean anyDrop;
    private final boolean port;
    private final boolean synOnly;

    private WorldMetric(
            boolean anyDrop,
            boolean port,
            boolean synOnly,
            Map<String, String> options,
            int limit) {
        super("flows_to_world", "Events to outside the fleet.", labels(port), options, limit);
        this.anyDrop = anyDrop;
        this.port = port;
        this.synOnly = synOnly;
    }

    /** With its own options {@code any-drop}, {@code port} and {@code syn-only}. */
    static WorldMetric of(Map<String, String> options, int limit) {
        Map<String, String> left = new LinkedHashMap<>(options);
        boolean anyDrop = left.remove("any-drop") != null;
        boolean port = left.remove("port") != null;
        boolean synOnly = left.remove("syn-only") != null;
        return new WorldMetric(anyDrop, port, synOnly, left, limit);
    }

    private static List<String> labels(boolean port) {
        List<String> labels = new ArrayList<>(List.of("protocol", "verdict"));
        if (port) {
            labels.add("port");
        }
        return labels;
    }

    @Override
    void count(Facts facts) {
        FlowEvent event = facts.event();
        boolean dropped = facts.dropped();
        if (!FlowWords.hasPorts(event) && !FlowWords.isIcmp(event)
                || dropped && !anyDrop && event.dropReason() != POLICY_DENIED
                || !dropped && facts.reply()
                || synOnly && !beginning(facts)
                || !world(facts.party(End.DESTINATION))) {
            return;
        }
        String protocol = FlowWords.protocol(event.protocol());
        String verdict = FlowWords.verdict(event.verdict());
        if (port) {
            String number =
                    FlowWords.hasPorts(event) ? facts.texts().port(event.destinationPort()) : "";
            increment(facts, protocol, verdict, number);
        } else {
            increment(facts, protocol, verdict);
        }
    }

    private static boolean beginning(Facts facts) {
        return FlowWords.isTcp(facts.event())
                && (facts.event().tcpFlags() & SYN) != 0
                && !facts.reply();
    }

    private static boolean world(FlowParty party) {
        return party.identity() == WORLD || party.labels().contains("reserved:world");
    }
}
