package org.vibrissa.policy.internal.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.vibrissa.policy.internal.engine.KernelRows.Reading;

/**
 * Which of an earlier daemon's sets become sets of this one, and what is to be written in them. The
 * endpoints that point to such a set need no flip. A set in which packets will be judged otherwise
 * is taken only when all endpoints that point to it want that.
 */
final class Takeover {
    /**
     * One set.
     *
     * @param differences what is to be written in it
     */
    record Of(FoundSet found, RowDiff differences) {}

    private final FoundSets found;
    private final Map<PolicySet, Set<Integer>> endpoints = new LinkedHashMap<>();
    private final Function<PolicySet, Reading> reading;
    private final Map<PolicySet, Of> taken = new HashMap<>();
    private final Set<FoundSet> claimed = new HashSet<>();

    /** Sets that have rows of rules which are not in force any more: they are taken last. */
    private final Map<PolicySet, Of> changed = new LinkedHashMap<>();

    /**
     * Takes sets whose rules are in force still; whom they mean may have changed.
     *
     * @param target by endpoint, null = none
     * @param fresh those of the targets that are not in the kernel, and the sets beside them
     * @param reading how a set is to be read, without the set beside it
     */
    Takeover(
            FoundSets found,
            Map<Integer, PolicySet> target,
            Collection<PolicySet> fresh,
            Function<PolicySet, Reading> reading) {
        this.found = found;
        this.reading = reading;
        target.forEach(
                (endpoint, set) -> {
                    if (set != null && fresh.contains(set)) {
                        endpoints.computeIfAbsent(set, s -> new LinkedHashSet<>()).add(endpoint);
                    }
                });
        endpoints.forEach(this::look);
    }

    private void look(PolicySet set, Set<Integer> wanting) {
        for (int number : wanting.stream().map(found::pointer).distinct().toList()) {
            FoundSet before = found.get(number).orElse(null);
            if (before == null || taken.containsKey(set) || !before.reads(reading.apply(set))) {
                continue;
            }
            Of of = new Of(before, before.differences(set.rows()));
            boolean alone =
                    wanting.containsAll(found.pointingTo(number)) && !found.isBeside(number);
            if (!of.differences().changesVerdicts() || (alone && set.hasRules(before.rules()))) {
                take(set, of);
            } else if (alone) {
                changed.putIfAbsent(set, of);
            }
        }
    }

    private void take(PolicySet set, Of of) {
        if (claimed.add(of.found())) {
            taken.put(set, of);
        }
    }

    /** Takes also those that are written over with other rules, which needs less room. */
    void writeOver() {
        changed.forEach(
                (set, of) -> {
                    if (!taken.containsKey(set) && of.differences().more() < set.rows().count()) {
                        take(set, of);
                    }
                });
    }

    /**
     * Takes also the sets that are judged beside those.
     *
     * @param beside of a set, when it is not in the kernel
     */
    void takeBeside(Function<PolicySet, Optional<PolicySet>> beside) {
        Map.copyOf(taken)
                .forEach(
                        (set, of) ->
                                beside.apply(set)
                                        .filter(audit -> !taken.containsKey(audit))
                                        .ifPresent(audit -> takeBeside(audit, of.found().audit())));
    }

    private void takeBeside(PolicySet audit, int number) {
        found.get(number)
                .filter(before -> before.users() == 1 && before.reads(reading.apply(audit)))
                .ifPresent(before -> take(audit, new Of(before, before.differences(audit.rows()))));
    }

    /** What becomes of a set that is not in the kernel under its number; empty = it is new. */
    Optional<Of> of(PolicySet set) {
        return Optional.ofNullable(taken.get(set));
    }

    /** Rows that these sets need room for. */
    long needed(Collection<PolicySet> sets) {
        return sets.stream()
                .mapToLong(
                        set ->
                                of(set).map(of -> of.differences().more())
                                        .orElse(set.rows().count()))
                .sum();
    }
}
