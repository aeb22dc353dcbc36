package org.vibrissa.policy.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.vibrissa.policy.PolicyRules.RuleRef;
import org.vibrissa.policy.internal.rule.Direction;

/**
 * Which policies denied by default on an endpoint, now and before its latest changes: events are
 * read later than they happen. Reading is thread safe and never waits, changing is for one thread.
 */
final class DefaultDenials {
    /** Changes of an endpoint that are remembered. */
    static final int REMEMBERED = 16;

    /**
     * Of a set.
     *
     * @param ingress policies without an allowing rule of which nothing comes in
     * @param egress the same of what goes out
     */
    record Policies(List<RuleRef> ingress, List<RuleRef> egress) {
        static final Policies NONE = new Policies(List.of(), List.of());

        static Policies of(List<ActivePolicy> policies) {
            return new Policies(of(policies, Direction.INGRESS), of(policies, Direction.EGRESS));
        }

        private static List<RuleRef> of(List<ActivePolicy> policies, Direction direction) {
            return policies.stream()
                    .map(ActivePolicy::policy)
                    .filter(policy -> policy.defaultDeny().contains(direction))
                    .map(RuleBook::whole)
                    .toList();
        }

        List<RuleRef> of(Direction direction) {
            return direction == Direction.INGRESS ? ingress : egress;
        }
    }

    private record Since(long time, Policies policies) {}

    /** By endpoint, the latest change first; a list is replaced, never changed. */
    private final Map<Integer, List<Since>> changes = new ConcurrentHashMap<>();

    private final LongSupplier clock;

    /**
     * Nothing is known yet.
     *
     * @param clock wall clock, ns since 1970
     */
    DefaultDenials(LongSupplier clock) {
        this.clock = clock;
    }

    /** The time of a change that is about to come into force. */
    long now() {
        return clock.getAsLong();
    }

    /** These hold for an endpoint since then. */
    void put(int endpoint, Policies policies, long since) {
        List<Since> before = changes.getOrDefault(endpoint, List.of());
        if (before.isEmpty() || !before.get(0).policies().equals(policies)) {
            List<Since> after = new ArrayList<>();
            after.add(new Since(since, policies));
            after.addAll(before.subList(0, Math.min(before.size(), REMEMBERED - 1)));
            changes.put(endpoint, List.copyOf(after));
        }
    }

    /** Those that held then; those of the oldest change that is known where it was before it. */
    List<RuleRef> at(int endpoint, Direction direction, long time) {
        List<Since> known = changes.getOrDefault(endpoint, List.of());
        for (Since change : known) {
            if (change.time() <= time) {
                return change.policies().of(direction);
            }
        }
        return known.isEmpty() ? List.of() : known.get(known.size() - 1).policies().of(direction);
    }
}
