package org.vibrissa.policy.internal.engine;

import java.util.ArrayList;
import java.util.Collection;
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
import java.util.function.LongSupplier;
import org.vibrissa.policy.internal.engine.KernelRows.Reading;
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

    private final FoundSets found;
    private final LongSupplier clock;
    private final DefaultDenials denials;

    /**
     * Begins with what an earlier daemon left in force.
     *
     * @param besides what a set has besides its policies
     * @param clock nanoseconds, as {@link System#nanoTime}
     * @param denials is told what holds for each endpoint
     */
    SetsInForce(
            KernelRows kernel,
            Function<SetKey.Flags, List<NumberedRule>> besides,
            LongSupplier clock,
            DefaultDenials denials) {
        this.kernel = kernel;
        this.besides = besides;
        this.clock = clock;
        this.denials = denials;
        found = new FoundSets(kernel, set -> sets.retire(set, clock.getAsLong()), this::leave);
        sets.occupied(found.numbers());
    }

    /** The set of an endpoint; none when nothing is enforced on it. */
    Optional<PolicySet> of(int endpoint) {
        return Optional.ofNullable(pointed.get(endpoint));
    }

    /** Whether something is enforced on an endpoint, by this daemon or an earlier one. */
    boolean has(int endpoint) {
        return pointed.containsKey(endpoint) || found.pointer(endpoint) != 0;
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

    /** Rows in the kernel. */
    long rows() {
        return sets.rows() + found.rows();
    }

    /** Rows that there is room for, {@link #reserve} among them. */
    long free() {
        return kernel.capacity() - rows();
    }

    /** Rows of the free ones that only denials may take. */
    int reserve() {
        return kernel.capacity() / RESERVE;
    }

    /** An endpoint is no more: nothing is enforced on who gets its number. */
    void end(int endpoint) {
        denials.put(endpoint, DefaultDenials.Policies.NONE, denials.now());
        kernel.point(Map.of(endpoint, 0));
        leave(pointed.remove(endpoint));
        found.forget(endpoint);
    }

    /**
     * Opens the numbers of endpoints that an earlier daemon had and that are no more.
     *
     * @param exists whether an endpoint is in the datapath: it keeps what it has until it is told
     */
    void forgetFound(IntPredicate exists) {
        Map<Integer, Integer> orphans = new HashMap<>();
        found.endpoints().stream()
                .filter(endpoint -> !exists.test(endpoint))
                .forEach(endpoint -> orphans.put(endpoint, 0));
        kernel.point(orphans);
        orphans.keySet().forEach(found::forget);
    }

    /** Endpoints that have what an earlier daemon left. */
    Collection<Integer> foundEndpoints() {
        return found.endpoints();
    }

    /** What an earlier daemon put in force for an endpoint that was not told yet. */
    Optional<FoundSet> foundOf(int endpoint) {
        return found.get(found.pointer(endpoint));
    }

    /** Whether these use a set of an earlier daemon together with others that were not told yet. */
    boolean shareFound(Set<Integer> endpoints) {
        return endpoints.stream()
                .map(found::pointer)
                .filter(set -> set != 0)
                .distinct()
                .anyMatch(set -> !endpoints.containsAll(found.pointingTo(set)));
    }

    /** Whether all that holds for an endpoint since an earlier daemon holds by this key too. */
    boolean continues(int endpoint, SetKey key) {
        Set<Integer> rules = new HashSet<>();
        key.policies().forEach(policy -> rules.addAll(policy.numbers()));
        besides.apply(key.flags()).forEach(rule -> rules.add(rule.number()));
        return foundOf(endpoint)
                .filter(set -> set.reads(reading(key, 0)) && rules.containsAll(set.rules()))
                .isPresent();
    }

    /** Whether some endpoint has rows of this policy, from this daemon or an earlier one. */
    boolean has(ActivePolicy policy) {
        return sets.all().stream()
                        .map(PolicySet::key)
                        .anyMatch(
                                key ->
                                        key.policies().contains(policy)
                                                || key.audit().contains(policy))
                || found.have(policy.numbers());
    }

    /** The set evaluated beside an enforced one: as if its policies were all enforced. */
    private static SetKey auditKey(SetKey key) {
        Set<Direction> enforced = EnumSet.noneOf(Direction.class);
        enforced.addAll(key.enforced());
        key.audit().forEach(policy -> enforced.addAll(policy.policy().defaultDeny()));
        return new SetKey(key.audit(), enforced, key.flags(), key.ports(), List.of());
    }

    /**
     * Writes new sets, then flips, then has flows look again, then lets the old sets go. A set that
     * an earlier daemon has written is taken over with its rows.
     *
     * @param wanted by endpoint
     * @throws PolicyOverflow when there is no room; nothing was changed
     */
    void point(Map<Integer, SetKey> wanted) {
        Map<SetKey, PolicySet> fresh = new LinkedHashMap<>();
        Map<Integer, PolicySet> target = new HashMap<>();
        wanted.forEach((id, key) -> target.put(id, key.isOpen() ? null : set(key, fresh)));
        Collection<PolicySet> news = fresh.values();
        Takeover takeover = new Takeover(found, target, news, set -> reading(set.key(), 0));
        takeover.takeBeside(set -> beside(set, news));
        long free = free() + news.stream().mapToLong(set -> set.rows().count()).sum();
        if (takeover.needed(news) > free - reserve()) {
            takeover.writeOver();
            takeover.takeBeside(set -> beside(set, news));
        }
        long needed = takeover.needed(news);
        if (needed > 0 && needed > free - reserve()) {
            news.forEach(sets::discard);
            throw new PolicyOverflow(needed, free, kernel.capacity());
        }
        boolean changed = false;
        for (PolicySet set : news) {
            Optional<Takeover.Of> over = takeover.of(set);
            if (over.isPresent()) {
                changed |= takeOver(set, over.get());
            } else {
                write(set);
            }
        }
        flip(target, changed);
    }

    private Optional<PolicySet> beside(PolicySet set, Collection<PolicySet> fresh) {
        return set.key().audit().isEmpty()
                ? Optional.empty()
                : Optional.of(sets.get(auditKey(set.key()))).filter(fresh::contains);
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
        kernel.putRows(set.number(), set.rows().list());
        kernel.putSet(set.number(), reading(set.key(), audit(set)));
    }

    /** Returns whether packets are judged otherwise than before. */
    private boolean takeOver(PolicySet set, Takeover.Of over) {
        FoundSet before = over.found();
        sets.adopt(set, before.number());
        over.differences().write(set.number(), kernel);
        Reading reading = reading(set.key(), audit(set));
        boolean readOtherwise = !before.reading().equals(Optional.of(reading));
        if (readOtherwise) {
            kernel.putSet(set.number(), reading);
        }
        found.adopt(set);
        return readOtherwise || over.differences().changesVerdicts();
    }

    /** The number of the set judged beside it, which it uses from now on; 0 = none. */
    private int audit(PolicySet set) {
        if (set.key().audit().isEmpty()) {
            return 0;
        }
        PolicySet beside = sets.get(auditKey(set.key()));
        beside.retain();
        return beside.number();
    }

    private static Reading reading(SetKey key, int audit) {
        return new Reading(
                key.enforced().contains(Direction.INGRESS),
                key.enforced().contains(Direction.EGRESS),
                key.flags().auditOnly(),
                key.flags().reject(),
                audit);
    }

    private void flip(Map<Integer, PolicySet> target, boolean changed) {
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
                    if (before != null || number != found.pointer(id)) {
                        pointers.put(id, number);
                    }
                });
        long since = denials.now();
        if (!pointers.isEmpty()) {
            kernel.point(pointers);
        }
        target.forEach((id, set) -> denials.put(id, denying(set), since));
        if (changed || !pointers.isEmpty()) {
            kernel.advance();
        }
        left.forEach(this::leave);
        target.keySet().forEach(found::forget);
    }

    private static DefaultDenials.Policies denying(PolicySet set) {
        return set == null ? DefaultDenials.Policies.NONE : set.denying();
    }

    private void leave(PolicySet set) {
        if (set != null && set.release()) {
            sets.retire(set, clock.getAsLong());
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
        for (SetTable.Retired set : sets.due(clock.getAsLong())) {
            kernel.deleteSet(set.number());
            kernel.deleteRows(set.number(), set.rows().get());
        }
        return sets.hasRetired();
    }
}
