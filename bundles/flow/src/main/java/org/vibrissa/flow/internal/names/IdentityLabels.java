package org.vibrissa.flow.internal.names;

import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.vibrissa.identity.Identity;
import org.vibrissa.identity.ReservedIdentity;
import org.vibrissa.state.TableListener;

/** The labels of identities, as texts. */
final class IdentityLabels {
    private static final List<String> UNKNOWN = List.of("reserved:unknown");
    private static final Map<Integer, List<String>> RESERVED = reserved();

    private final History<Integer, List<String>> labels;

    IdentityLabels(LongSupplier clock, long slack, int limit) {
        labels = new History<>(clock, slack, limit);
    }

    private static Map<Integer, List<String>> reserved() {
        Map<Integer, List<String>> all = new java.util.HashMap<>();
        for (ReservedIdentity each : ReservedIdentity.values()) {
            all.put(each.number(), List.of(each.label().toString()));
        }
        return Map.copyOf(all);
    }

    /** Follows the identities. */
    TableListener<Integer, Identity> follow() {
        return new TableHistory<>(
                labels,
                (number, identity) -> Map.of(number, List.copyOf(identity.labels().texts())));
    }

    /** Labels in order; none when the number is not known, {@code reserved:unknown} for 0. */
    List<String> of(int identity, long time) {
        if (identity == 0) {
            return UNKNOWN;
        }
        return labels.at(identity, time)
                .orElseGet(() -> RESERVED.getOrDefault(identity, List.of()));
    }

    void prune(long time) {
        labels.prune(time);
    }

    void rebase() {
        labels.rebase();
    }
}
