package org.vibrissa.policy.internal.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sets in force and those on their way out: which numbers and how many rows they use. */
final class SetTable {
    /** Longer than any packet is under way through the programs. */
    static final long LINGER_NANOS = 1_000_000_000L;

    private record Retired(PolicySet set, long due) {}

    private final Map<SetKey, PolicySet> byKey = new HashMap<>();
    private final Deque<Retired> retired = new ArrayDeque<>();
    private final Set<Integer> numbers = new HashSet<>();
    private int next = 1;

    /** Numbers that an earlier daemon's sets have. */
    void occupied(Collection<Integer> found) {
        numbers.addAll(found);
    }

    /** They are free now. */
    void vacated(Collection<Integer> found) {
        numbers.removeAll(found);
    }

    PolicySet get(SetKey key) {
        return byKey.get(key);
    }

    /**
     * A set that is not in the kernel yet.
     *
     * @param besides what holds beside its policies
     */
    PolicySet make(SetKey key, List<NumberedRule> besides) {
        while (next == 0 || numbers.contains(next)) {
            next++;
        }
        PolicySet set = new PolicySet(next++, key, besides);
        numbers.add(set.number());
        byKey.put(key, set);
        return set;
    }

    /** It never came to the kernel. */
    void discard(PolicySet set) {
        byKey.remove(set.key());
        numbers.remove(set.number());
        set.end();
    }

    /** Nobody points to it any more; its rows stay until packets that saw it are through. */
    void retire(PolicySet set, long now) {
        byKey.remove(set.key());
        set.end();
        retired.add(new Retired(set, now + LINGER_NANOS));
    }

    /** Sets whose rows may go now. */
    List<PolicySet> due(long now) {
        List<PolicySet> due = new ArrayList<>();
        while (!retired.isEmpty() && retired.peek().due() - now <= 0) {
            PolicySet set = retired.poll().set();
            numbers.remove(set.number());
            due.add(set);
        }
        return due;
    }

    boolean hasRetired() {
        return !retired.isEmpty();
    }

    Collection<PolicySet> all() {
        return byKey.values();
    }

    /** Rows of all sets, those on their way out included. */
    long rows() {
        long rows = 0;
        for (PolicySet set : byKey.values()) {
            rows += set.rows().count();
        }
        for (Retired each : retired) {
            rows += each.set().rows().count();
        }
        return rows;
    }
}
