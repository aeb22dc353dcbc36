package org.vibrissa.policy.internal.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vibrissa.identity.Identity;
import org.vibrissa.identity.Label;
import org.vibrissa.policy.internal.rule.Peer;
import org.vibrissa.policy.internal.rule.Requirement;

/** Identities by label, so that a new selector looks at few of them. */
final class IdentityIndex {
    private final Map<String, Map<String, Set<Integer>>> byLabel = new HashMap<>();
    private final Set<Integer> prefixes = new HashSet<>();

    void add(Identity identity) {
        for (Label label : identity.labels()) {
            byLabel.computeIfAbsent(label.key(), k -> new HashMap<>())
                    .computeIfAbsent(label.value(), v -> new HashSet<>())
                    .add(identity.number());
        }
        if (identity.prefix().isPresent()) {
            prefixes.add(identity.number());
        }
    }

    void remove(Identity identity) {
        for (Label label : identity.labels()) {
            Map<String, Set<Integer>> values = byLabel.get(label.key());
            Set<Integer> numbers = values.get(label.value());
            numbers.remove(identity.number());
            if (numbers.isEmpty()) {
                values.remove(label.value());
            }
            if (values.isEmpty()) {
                byLabel.remove(label.key());
            }
        }
        prefixes.remove(identity.number());
    }

    /** The identities that the peer could mean: all when its selector names no label. */
    Collection<Integer> candidates(Peer peer, Collection<Integer> all) {
        if (peer instanceof Peer.Prefix) {
            return prefixes;
        }
        List<Set<Integer>> best = null;
        int fewest = Integer.MAX_VALUE;
        for (Requirement requirement : Asked.requirements(peer)) {
            if (requirement instanceof Requirement.In
                    || requirement instanceof Requirement.Exists) {
                List<Set<Integer>> found = postings(requirement);
                int count = found.stream().mapToInt(Set::size).sum();
                if (count < fewest) {
                    fewest = count;
                    best = found;
                }
            }
        }
        if (best == null) {
            return all;
        }
        if (best.size() == 1) {
            return best.get(0);
        }
        Set<Integer> union = new HashSet<>();
        best.forEach(union::addAll);
        return union;
    }

    private List<Set<Integer>> postings(Requirement requirement) {
        Map<String, Set<Integer>> values = byLabel.getOrDefault(requirement.key().name(), Map.of());
        if (requirement instanceof Requirement.In in) {
            return in.values().stream().filter(values::containsKey).map(values::get).toList();
        }
        return List.copyOf(values.values());
    }
}
