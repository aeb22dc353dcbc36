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
import java.util.function.Supplier;
import org.vibrissa.policy.internal.engine.KernelRows.Row;

/** The sets in force and those on their way out: which numbers and how many rows they use. */
final class SetTable {
    /** Longer than any packet is under way through the programs. */
    static final long LINGER_NANOS = 1_000_000_000L;

    /**
     * Rows that no endpoint points to any more.
     *
     * @param rows what is in the kernel under the number
     * @param due when no packet can meet them any more
     */
    record Retired(int number, int count, Supplier<List<Row>> rows, long due) {}

    private final Map<SetKey, PolicySet> byKey = new HashMap<>();
    private final Deque<Retired> retired = new ArrayDeque<>();
    private final Set<Integer> numbers = new HashSet<>();
    private int next = 1;

    /** Numbers that an earlier daemon's sets have. */
    void occupied(Collection<Integer> found) {
        numbers.addAll(found);
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

    /** It is a set that an earlier daemon has written. */
    void adopt(PolicySet set, int found) {
        numbers.remove(set.number());
        set.adopt(found);
    }

    /** Nobody points to it any more; its rows stay until packets that saw it are through. */
    void retire(PolicySet set, long now) {
        byKey.remove(set.key());
        set.end();
        retired.add(
                new Retired(
                        set.number(), set.rows().count(), set.rows()::list, now + LINGER_NANOS));
    }

    /** The same for one of an earlier daemon. */
    void retire(FoundSet set, long now) {
        numbers.add(set.number());
        retired.add(new Retired(set.number(), set.count(), set::rows, now + LINGER_NANOS));
    }

    /** Sets whose rows may go now. */
    List<Retired> due(long now) {
        List<Retired> due = new ArrayList<>();
        while (!retired.isEmpty() && retired.peek().due() - now <= 0) {
            Retired set = retired.poll();
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
            rows += each.count();
        }
        return rows;
    }
}
