package org.vibrissa.metrics.internal.hubble;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The label {@code source} or {@code destination}: of each direction's kinds the first that has a
 * text.
 *
 * @param kinds for packets of no direction
 * @param ingress for packets toward an endpoint
 * @param egress for packets from one
 */
record EndContext(
        End end, List<ContextKind> kinds, List<ContextKind> ingress, List<ContextKind> egress) {
    private static final int INGRESS = 1;
    private static final int EGRESS = 2;

    EndContext {
        kinds = List.copyOf(kinds);
        ingress = List.copyOf(ingress);
        egress = List.copyOf(egress);
    }

    /**
     * Takes its options out; empty when there are none.
     *
     * @param prefix {@code source} or {@code destination}
     * @throws IllegalArgumentException naming an unknown kind
     */
    static Optional<EndContext> take(Map<String, String> options, String prefix, End end) {
        String both = options.remove(prefix + "context");
        String ingress = options.remove(prefix + "ingresscontext");
        String egress = options.remove(prefix + "egresscontext");
        if (both == null && ingress == null && egress == null) {
            return Optional.empty();
        }
        List<ContextKind> kinds = kinds(both);
        return Optional.of(
                new EndContext(
                        end,
                        kinds,
                        ingress == null ? kinds : kinds(ingress),
                        egress == null ? kinds : kinds(egress)));
    }

    private static List<ContextKind> kinds(String value) {
        return value == null
                ? List.of()
                : Arrays.stream(value.split("\\|", -1)).map(ContextKind::named).toList();
    }

    String of(Facts facts) {
        int direction = facts.event().direction();
        List<ContextKind> asked =
                direction == INGRESS ? ingress : direction == EGRESS ? egress : kinds;
        for (int i = 0; i < asked.size(); i++) {
            String text = asked.get(i).of(facts, end);
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }
}
