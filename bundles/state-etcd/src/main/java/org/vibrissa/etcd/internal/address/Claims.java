package org.vibrissa.etcd.internal.address;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.vibrissa.net.IpPrefix;

/**
 * Which host has which address: the latest claim of each; earlier ones of other hosts are kept for
 * when that one goes. Not thread safe.
 */
final class Claims {
    private final Map<IpPrefix, Claim> inForce = new HashMap<>();
    private final Map<IpPrefix, List<Claim>> behind = new HashMap<>();
    private final Map<String, Integer> perNode = new TreeMap<>();

    void put(IpPrefix address, Claim claim) {
        Claim before = inForce.get(address);
        if (before != null && before.node().equals(claim.node())) {
            inForce.put(address, claim);
            return;
        }
        remove(address, claim.node());
        perNode.merge(claim.node(), 1, Integer::sum);
        Claim now = inForce.get(address);
        if (now == null) {
            inForce.put(address, claim);
        } else {
            List<Claim> all = behind.computeIfAbsent(address, a -> new ArrayList<>());
            all.add(claim);
            all.add(now);
            promote(address, all);
        }
    }

    void remove(IpPrefix address, String node) {
        Claim now = inForce.get(address);
        List<Claim> others = behind.getOrDefault(address, List.of());
        if (now != null && now.node().equals(node)) {
            inForce.remove(address);
            drop(node);
            if (!others.isEmpty()) {
                promote(address, others);
            }
        } else if (!others.isEmpty() && others.removeIf(c -> c.node().equals(node))) {
            drop(node);
            if (others.isEmpty()) {
                behind.remove(address);
            }
        }
    }

    private void drop(String node) {
        perNode.computeIfPresent(node, (name, count) -> count == 1 ? null : count - 1);
    }

    private void promote(IpPrefix address, List<Claim> all) {
        Claim latest = all.stream().max(Comparator.comparingLong(Claim::modified)).orElseThrow();
        all.remove(latest);
        inForce.put(address, latest);
        if (all.isEmpty()) {
            behind.remove(address);
        }
    }

    Optional<Claim> get(IpPrefix address) {
        return Optional.ofNullable(inForce.get(address));
    }

    void forEach(BiConsumer<IpPrefix, Claim> each) {
        inForce.forEach(each);
    }

    /** How many addresses are claimed. */
    int size() {
        return inForce.size();
    }

    /** The hosts with claims. */
    Set<String> nodes() {
        return Set.copyOf(perNode.keySet());
    }

    void clear() {
        inForce.clear();
        behind.clear();
        perNode.clear();
    }
}
