package org.vibrissa.policy.internal.engine;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.vibrissa.policy.internal.engine.KernelRows.Reading;
import org.vibrissa.policy.internal.engine.KernelRows.Row;
import org.vibrissa.policy.internal.rule.Direction;

/**
 * Which set of rows is in force for whom, and the order in which that changes in the kernel. One
 * thread at a time.
 */
final class SetsInForce {
    /** Of the room in the map, what only denials may use: they must never be what is missing. */
    private static final int RESERVE = 32;

    private final KernelRows kernel;
    private final Function<SetKey.Flags, List<NumberedRule>> besides;
    private final SetTable sets = new SetTable();

    /** Changed by the engine's thread alone, read by others too. */
    private final Map<Integer, PolicySet> pointed = new ConcurrentHashMap<>();

    private final Map<Integer, Integer> foundPointers;
    private final Set<Integer> foundSets;

    /**
     * Begins with what an earlier daemon left in force.
     *
     * @param besides what a set has besides its policies
     */
    SetsInForce(KernelRows kernel, Function<SetKey.Flags, List<NumberedRule>> besides) {
        this.kernel = kernel;
        this.besides = besides;
        this.foundSets = new HashSet<>(kernel.foundSets());
        this.foundPointers = new HashMap<>(kernel.pointed());
        sets.occupied(foundSets);
    }

    /** The set of an endpoint; none when nothing is enforced on it. */
    Optional<PolicySet> of(int endpoint) {
        return Optional.ofNullable(pointed.get(endpoint));
    }

    /** What makes the set of each endpoint that has one; for any thread. */
    Map<Integer, SetKey> keys() {
        Map<Integer, SetKey> keys = new HashMap<>();
        pointed.forEach((endpoint, set) -> keys.put(endpoint, set.key()));
        return keys;
    }

    /** Endpoints that have a set. */
    int endpoints() {
        return pointed.size();
    }

    int sets() {
        return sets.all().size();
    }

    long rows() {
        return sets.rows();
    }

    /** Rows that there is room for, {@link #reserve} among them. */
    long free() {
        return kernel.capacity() - sets.rows();
    }

    /** Rows of the free ones that only denials may take. */
    int reserve() {
        return kernel.capacity() / RESERVE;
    }

    /** An endpoint is no more: nothing is enforced on who gets its number. */
    void end(int endpoint) {
        kernel.point(Map.of(endpoint, 0));
        leave(pointed.remove(endpoint));
        foundPointers.remove(endpoint);
    }

    /**
     * Removes what an earlier daemon left, for endpoints that are no more; a while after all was
     * told.
     *
     * @param exists whether an endpoint is in the datapath: it keeps what it has until it is told
     * @return whether nothing is left
     */
    boolean forgetFound(IntPredicate exists) {
        Map<Integer, Integer> orphans = new HashMap<>();
        foundPointers.keySet().stream()
                .filter(endpoint -> !exists.test(endpoint))
                .forEach(endpoint -> orphans.put(endpoint, 0));
        kernel.point(orphans);
        foundPointers.keySet().removeAll(orphans.keySet());
        if (foundPointers.isEmpty()) {
            kernel.deleteFound(foundSets);
            sets.vacated(foundSets);
            foundSets.clear();
        }
        return foundPointers.isEmpty();
    }

    /** The set evaluated beside an enforced one: as if its policies were all enforced. */
    private static SetKey auditKey(SetKey key) {
        Set<Direction> enforced = EnumSet.noneOf(Direction.class);
        enforced.addAll(key.enforced());
        key.audit().forEach(policy -> enforced.addAll(policy.policy().defaultDeny()));
        return new SetKey(key.audit(), enforced, key.flags(), key.ports(), List.of());
    }

    /**
     * Writes new sets, then flips, then has flows look again, then lets the old sets go.
     *
     * @param wanted by endpoint
     * @throws PolicyOverflow when there is no room; nothing was changed
     */
    void point(Map<Integer, SetKey> wanted) {
        Map<SetKey, PolicySet> fresh = new LinkedHashMap<>();
        Map<Integer, PolicySet> target = new HashMap<>();
        wanted.forEach((id, key) -> target.put(id, key.isOpen() ? null : set(key, fresh)));
        long needed = fresh.values().stream().mapToLong(set -> set.rows().count()).sum();
        long free = free() + needed;
        if (needed > free - reserve()) {
            fresh.values().forEach(sets::discard);
            throw new PolicyOverflow(needed, free, kernel.capacity());
        }
        fresh.values().forEach(this::write);
        flip(target);
    }

    private PolicySet set(SetKey key, Map<SetKey, PolicySet> fresh) {
        PolicySet known = sets.get(key);
        if (known != null) {
            return known;
        }
        if (!key.audit().isEmpty()) {
            set(auditKey(key), fresh);
        }
        PolicySet made = sets.make(key, besides.apply(key.flags()));
        fresh.put(key, made);
        return made;
    }

    private void write(PolicySet set) {
        List<Row> rows = new ArrayList<>(set.rows().count());
        set.rows().forEach((lines, id) -> lines.forEach(line -> rows.add(new Row(id, line))));
        kernel.putRows(set.number(), rows);
        SetKey key = set.key();
        int audit = 0;
        if (!key.audit().isEmpty()) {
            PolicySet beside = sets.get(auditKey(key));
            beside.retain();
            audit = beside.number();
        }
        kernel.putSet(
                set.number(),
                new Reading(
                        key.enforced().contains(Direction.INGRESS),
                        key.enforced().contains(Direction.EGRESS),
                        key.flags().auditOnly(),
                        key.flags().reject(),
                        audit));
    }

    private void flip(Map<Integer, PolicySet> target) {
        Map<Integer, Integer> pointers = new HashMap<>();
        List<PolicySet> left = new ArrayList<>();
        target.forEach(
                (id, set) -> {
                    int number = set == null ? 0 : set.number();
                    PolicySet before = pointed.get(id);
                    if (before == set && set != null) {
                        return;
                    }
                    if (set == null) {
                        pointed.remove(id);
                    } else {
                        set.retain();
                        pointed.put(id, set);
                    }
                    if (before != null) {
                        left.add(before);
                    }
                    if (before != null || number != foundPointers.getOrDefault(id, 0)) {
                        pointers.put(id, number);
                    }
                    foundPointers.remove(id);
                });
        if (!pointers.isEmpty()) {
            kernel.point(pointers);
            kernel.advance();
        }
        left.forEach(this::leave);
    }

    private void leave(PolicySet set) {
        if (set != null && set.release()) {
            sets.retire(set, System.nanoTime());
            if (!set.key().audit().isEmpty()) {
                leave(sets.get(auditKey(set.key())));
            }
        }
    }

    /** Whether there are sets whose rows go later. */
    boolean hasRetired() {
        return sets.hasRetired();
    }

    /** Deletes rows that no packet can meet any more. Returns whether some are left for later. */
    boolean sweep() {
        for (PolicySet set : sets.due(System.nanoTime())) {
            kernel.deleteSet(set.number());
            List<Row> rows = new ArrayList<>(set.rows().count());
            set.rows().forEach((lines, id) -> lines.forEach(line -> rows.add(new Row(id, line))));
            kernel.deleteRows(set.number(), rows);
        }
        return sets.hasRetired();
    }
}
