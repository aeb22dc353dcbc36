package org.vibrissa.policy.internal.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What an earlier daemon left in the kernel: sets, and which endpoints point to them. An endpoint
 * is here until it is told what holds for it. A set is here until it is taken over, or until nobody
 * uses it any more.
 */
final class FoundSets {
    private final Map<Integer, FoundSet> sets = new HashMap<>();
    private final Map<Integer, Integer> pointers;

    /** Sets of this daemon that took over a found one: endpoints not told yet use them. */
    private final Map<Integer, PolicySet> adopted = new HashMap<>();

    /** Takes found sets that nobody uses any more. */
    private final Consumer<FoundSet> unused;

    /** Takes the end of a use of a set that was taken over. */
    private final Consumer<PolicySet> left;

    FoundSets(KernelRows kernel, Consumer<FoundSet> unused, Consumer<PolicySet> left) {
        this.unused = unused;
        this.left = left;
        pointers = new HashMap<>(kernel.pointed());
        kernel.sets()
                .forEach((set, reading) -> sets.put(set, new FoundSet(set, Optional.of(reading))));
        Map<Line, Line> same = new HashMap<>();
        kernel.forEachRow(
                (row, set) ->
                        sets.computeIfAbsent(set, n -> new FoundSet(n, Optional.empty()))
                                .add(
                                        row.identity(),
                                        same.computeIfAbsent(row.line(), line -> line)));
        pointers.values().forEach(this::use);
        Set<FoundSet> roots =
                sets.values().stream().filter(s -> s.users() > 0).collect(Collectors.toSet());
        roots.forEach(set -> use(set.audit()));
        List.copyOf(sets.values()).stream().filter(s -> s.users() == 0).forEach(this::discard);
    }

    private void use(int set) {
        if (sets.containsKey(set)) {
            sets.get(set).use();
        }
    }

    private void discard(FoundSet set) {
        sets.remove(set.number());
        unused.accept(set);
    }

    /** Rows of sets that nobody has taken over. */
    long rows() {
        return sets.values().stream().mapToLong(FoundSet::count).sum();
    }

    /** The set that an endpoint points to since the earlier daemon; 0 = none. */
    int pointer(int endpoint) {
        return pointers.getOrDefault(endpoint, 0);
    }

    /** Endpoints that point to a set and are not told yet what holds for them. */
    Set<Integer> pointingTo(int set) {
        return pointers.entrySet().stream()
                .filter(pointer -> pointer.getValue() == set)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Whether it is judged beside another set. */
    boolean isBeside(int set) {
        return set != 0 && sets.values().stream().anyMatch(other -> other.audit() == set);
    }

    /** All endpoints that are not told yet. */
    Collection<Integer> endpoints() {
        return Set.copyOf(pointers.keySet());
    }

    /** The numbers of sets that nobody has taken over. */
    Set<Integer> numbers() {
        return Set.copyOf(sets.keySet());
    }

    /** A set that nobody has taken over. */
    Optional<FoundSet> get(int set) {
        return Optional.ofNullable(sets.get(set));
    }

    /** Whether a set that nobody has taken over has rows of one of these rules. */
    boolean have(Set<Integer> rules) {
        return sets.values().stream()
                .anyMatch(set -> set.rules().stream().anyMatch(rules::contains));
    }

    /** A set of this daemon is the found one of its number now. */
    void adopt(PolicySet set) {
        FoundSet found = sets.remove(set.number());
        adopted.put(set.number(), set);
        for (int i = 0; i < found.users(); i++) {
            set.retain();
        }
        leave(found.audit());
    }

    /** An endpoint was told, or is no more. */
    void forget(int endpoint) {
        Integer set = pointers.remove(endpoint);
        if (set != null) {
            leave(set);
        }
        if (pointers.isEmpty()) {
            adopted.clear();
        }
    }

    private void leave(int set) {
        FoundSet found = sets.get(set);
        if (adopted.containsKey(set)) {
            left.accept(adopted.get(set));
        } else if (found != null && found.leave()) {
            discard(found);
            leave(found.audit());
        }
    }
}
