package org.vibrissa.policy.internal.engine;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.vibrissa.state.ResourceKey;

/**
 * Brings endpoints from what an earlier daemon left to what holds now: each group of those that
 * share a set on its own, so that one for which there is no room holds up no other.
 */
final class Placement {
    private final SetsInForce inForce;
    private final Map<ResourceKey, List<ActivePolicy>> documents;
    private final Map<Integer, Subject> subjects;
    private final Function<Subject, SetKey> key;
    private final Consumer<ActivePolicy> end;
    private final HeldBack held = new HeldBack();

    /**
     * Nobody is held back.
     *
     * @param documents the engine's; those that there is no room for are taken out
     * @param subjects the engine's
     * @param key what holds for a subject by these documents
     * @param end takes policies that were taken out
     */
    Placement(
            SetsInForce inForce,
            Map<ResourceKey, List<ActivePolicy>> documents,
            Map<Integer, Subject> subjects,
            Function<Subject, SetKey> key,
            Consumer<ActivePolicy> end) {
        this.inForce = inForce;
        this.documents = documents;
        this.subjects = subjects;
        this.key = key;
        this.end = end;
    }

    /**
     * Brings endpoints to their sets, those first that share one. Who does not fit keeps what it
     * has, see {@link #lacking}.
     *
     * @return documents that were not in force before a restart either, and that there is no room
     *     for; they are out
     */
    Map<ResourceKey, String> place(Collection<Integer> endpoints) {
        Map<SetKey, Set<Integer>> groups = new LinkedHashMap<>();
        for (int id : endpoints) {
            groups.computeIfAbsent(key.apply(subjects.get(id)), k -> new HashSet<>()).add(id);
        }
        for (int id : held.endpoints()) {
            groups.computeIfPresent(
                    key.apply(subjects.get(id)),
                    (k, group) -> {
                        group.add(id);
                        return group;
                    });
        }
        groups.values().removeIf(this::waits);
        if (groups.size() > 1 && fitTogether(groups)) {
            return Map.of();
        }
        Map<ResourceKey, String> refused = new LinkedHashMap<>();
        groups.values().forEach(group -> refused.putAll(place(group)));
        return refused;
    }

    /** What has failed for some that share rows with others is for when those are told, too. */
    private boolean waits(Set<Integer> group) {
        return inForce.shareFound(group) && held.join(group);
    }

    private boolean fitTogether(Map<SetKey, Set<Integer>> groups) {
        Map<Integer, SetKey> all = new HashMap<>();
        groups.forEach((wanted, group) -> group.forEach(id -> all.put(id, wanted)));
        try {
            inForce.point(all);
        } catch (PolicyOverflow tooMany) {
            return false;
        }
        held.remove(all.keySet());
        return true;
    }

    /** Its key is asked for anew: documents may have been left out for another group. */
    private Map<ResourceKey, String> place(Set<Integer> group) {
        try {
            pointAll(group, key.apply(subjects.get(group.iterator().next())));
            return Map.of();
        } catch (PolicyOverflow e) {
            Map<ResourceKey, String> out =
                    inForce.shareFound(group) ? Map.of() : leaveOut(group, e);
            if (out.isEmpty()) {
                held.add(group, e.getMessage(), inForce.free());
            }
            return out;
        }
    }

    private void pointAll(Set<Integer> group, SetKey wanted) {
        Map<Integer, SetKey> all = new HashMap<>();
        group.forEach(id -> all.put(id, wanted));
        inForce.point(all);
        held.remove(group);
    }

    /**
     * Leaves out documents that are in force nowhere, until there is room for the others. Nothing
     * is left out when that would take away from what is in force.
     */
    private Map<ResourceKey, String> leaveOut(Set<Integer> group, PolicyOverflow why) {
        Subject subject = subjects.get(group.iterator().next());
        Map<ResourceKey, List<ActivePolicy>> out = new LinkedHashMap<>();
        for (ResourceKey candidate : newcomers(subject)) {
            out.put(candidate, documents.remove(candidate));
            SetKey wanted = key.apply(subject);
            if (!group.stream().allMatch(id -> inForce.continues(id, wanted))) {
                break;
            }
            try {
                pointAll(group, wanted);
            } catch (PolicyOverflow stillTooMany) {
                continue;
            }
            Map<ResourceKey, String> refused = new LinkedHashMap<>();
            out.forEach(
                    (document, policies) -> {
                        policies.forEach(end);
                        refused.put(document, why.getMessage());
                    });
            return refused;
        }
        documents.putAll(out);
        return Map.of();
    }

    /** Documents that select it and are in force nowhere, those with the most ports first. */
    private List<ResourceKey> newcomers(Subject subject) {
        return documents.entrySet().stream()
                .filter(entry -> subject.selectedByAny(entry.getValue()))
                .filter(entry -> entry.getValue().stream().noneMatch(inForce::has))
                .sorted(Comparator.comparingLong(entry -> -ports(entry.getValue())))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static long ports(List<ActivePolicy> policies) {
        return policies.stream()
                .flatMap(policy -> policy.policy().rules().stream())
                .mapToLong(rule -> rule.ports().size())
                .sum();
    }

    /**
     * Tries those again that were held back, when there is more room now.
     *
     * @return as {@link #place}
     */
    Map<ResourceKey, String> again() {
        return held.isWorthTrying(inForce.free()) ? place(Set.copyOf(held.endpoints())) : Map.of();
    }

    /** They have what they should have, or are no more. */
    void noLonger(Collection<Integer> endpoints) {
        held.remove(endpoints);
    }

    boolean holdsBack() {
        return !held.isEmpty();
    }

    Set<Integer> heldBack() {
        return held.endpoints();
    }

    /**
     * Documents of which an endpoint lacks something, since it keeps what it had before the
     * restart; with the reason.
     */
    Map<ResourceKey, String> lacking() {
        Map<ResourceKey, String> documentsOf = new LinkedHashMap<>();
        for (int id : held.endpoints()) {
            documents.forEach(
                    (document, policies) -> {
                        if (subjects.get(id).selectedByAny(policies)) {
                            documentsOf.putIfAbsent(document, held.reason(id));
                        }
                    });
        }
        return documentsOf;
    }
}
