package org.vibrissa.ipam.internal;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** All leases by address and by owner. Not safe for use by several threads. */
final class LeaseBook {
    private final Map<InetAddress, Lease> byAddress = new HashMap<>();
    private final Map<InetAddress, Lease> resting = new HashMap<>();
    private final TreeMap<String, TreeSet<InetAddress>> usedByOwner = new TreeMap<>();

    Collection<Lease> all() {
        return byAddress.values();
    }

    /** Those in quarantine, expired ones too. */
    Collection<Lease> resting() {
        return resting.values();
    }

    Optional<Lease> at(InetAddress address) {
        return Optional.ofNullable(byAddress.get(address));
    }

    /** What an owner uses, IPv4 first, ascending. */
    List<Lease> usedBy(String owner) {
        return usedByOwner.getOrDefault(owner, new TreeSet<>(Pool.ORDER)).stream()
                .map(byAddress::get)
                .toList();
    }

    List<String> owners() {
        return List.copyOf(usedByOwner.keySet());
    }

    void put(Lease lease) {
        remove(lease.address());
        byAddress.put(lease.address(), lease);
        if (lease.inUse()) {
            usedByOwner
                    .computeIfAbsent(lease.owner(), o -> new TreeSet<>(Pool.ORDER))
                    .add(lease.address());
        } else {
            resting.put(lease.address(), lease);
        }
    }

    void remove(InetAddress address) {
        Lease old = byAddress.remove(address);
        resting.remove(address);
        if (old != null && old.inUse()) {
            TreeSet<InetAddress> rest = usedByOwner.get(old.owner());
            rest.remove(address);
            if (rest.isEmpty()) {
                usedByOwner.remove(old.owner());
            }
        }
    }
}
