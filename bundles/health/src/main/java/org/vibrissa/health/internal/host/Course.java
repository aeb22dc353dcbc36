package org.vibrissa.health.internal.host;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.health.PathHealth.Role;
import org.vibrissa.health.internal.probe.Plan;
import org.vibrissa.health.internal.probe.Way;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.node.PathGroup;
import org.vibrissa.node.Peer;

/**
 * What follows from what is known of hosts: the ways to probe, and where the kernel sends packets
 * to health endpoints.
 */
final class Course {
    /** Reserved identity of health endpoints. */
    private static final int HEALTH_IDENTITY = 4;

    private final Map<String, Integer> slots;
    private final List<Plan.Host> hosts = new ArrayList<>();
    private final Map<Integer, Integer> rest = new HashMap<>();
    private final Map<IpPrefix, Ipcache.Entry> entries = new HashMap<>();

    /**
     * @param slots forward slot of each mode that a bundle provides
     */
    Course(Map<String, Integer> slots) {
        this.slots = slots;
    }

    /** This host: that its own addresses and endpoint answer. */
    Course self(String name, List<InetAddress> addresses, List<InetAddress> health) {
        List<Way> ways = toHost(name, addresses);
        health.forEach(address -> ways.add(Way.direct(name, Role.ENDPOINT, address, true)));
        hosts.add(new Plan.Host(name, true, "", ways));
        return this;
    }

    /**
     * Another host.
     *
     * @param leaving modes of the group that are taken back
     * @param health where it says that it answers; what is not in its prefixes is not believed
     */
    Course other(Peer peer, PathGroup group, Set<String> leaving, List<InetAddress> health) {
        List<Way> ways = toHost(peer.name(), peer.addresses());
        int lane = group.probeNumber();
        for (InetAddress address : health) {
            if (peer.prefixes().stream().anyMatch(prefix -> prefix.contains(address))) {
                entries.put(
                        IpPrefix.host(address),
                        new Ipcache.Entry(HEALTH_IDENTITY, lane, peer.id(), Ipcache.Place.NODE));
                rest.put(lane, slots.getOrDefault(group.modeInForce(), 0));
                group.accepts().stream()
                        .filter(slots::containsKey)
                        .filter(mode -> !leaving.contains(mode))
                        .forEach(mode -> ways.add(by(mode, peer, group, address)));
            }
        }
        hosts.add(new Plan.Host(peer.name(), false, group.name(), ways));
        return this;
    }

    private Way by(String mode, Peer peer, PathGroup group, InetAddress address) {
        return new Way(
                peer.name(),
                Role.ENDPOINT,
                address,
                mode,
                mode.equals(group.modeInForce()),
                group.probeNumber(),
                slots.get(mode));
    }

    private static List<Way> toHost(String name, List<InetAddress> addresses) {
        List<Way> ways = new ArrayList<>();
        for (InetAddress address : addresses) {
            ways.add(Way.direct(name, Role.HOST, address, ways.isEmpty()));
        }
        return ways;
    }

    Plan plan() {
        return new Plan(hosts, rest);
    }

    Map<IpPrefix, Ipcache.Entry> entries() {
        return Map.copyOf(entries);
    }
}
