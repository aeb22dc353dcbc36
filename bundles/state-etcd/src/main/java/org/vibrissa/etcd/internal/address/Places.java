package org.vibrissa.etcd.internal.address;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.node.Peer;
import org.vibrissa.node.Peers;

/**
 * Where each host is, by name, as of one moment.
 *
 * @param nodes group number and node id of each
 */
record Places(Map<String, Place> nodes) {
    static final Places NONE = new Places(Map.of());

    record Place(int group, int node) {}

    static Places of(Peers peers) {
        Map<String, Integer> groups = new HashMap<>();
        peers.groups().forEach(group -> groups.put(group.name(), group.number()));
        Map<String, Place> nodes = new HashMap<>();
        for (Peer peer : peers.list()) {
            nodes.put(peer.name(), new Place(groups.getOrDefault(peer.group(), 0), peer.id()));
        }
        return new Places(nodes);
    }

    /** Empty while the host has no Node, or none that can be used. */
    Optional<Ipcache.Entry> entry(Claim claim) {
        return Optional.ofNullable(nodes.get(claim.node()))
                .map(
                        place ->
                                new Ipcache.Entry(
                                        claim.identity(),
                                        place.group(),
                                        place.node(),
                                        Ipcache.Place.NODE));
    }
}
