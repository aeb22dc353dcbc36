package org.vibrissa.node.internal.realise;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.node.Peer;
import org.vibrissa.node.internal.spec.Leaps;
import org.vibrissa.node.internal.spec.NodeIds;
import org.vibrissa.node.internal.spec.NodeKind;
import org.vibrissa.node.internal.spec.NodeSpec;
import org.vibrissa.node.internal.spec.PathGroupSpec;
import org.vibrissa.node.internal.spec.Selection;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.StoreView;

/**
 * Nodes and groups as the store has them, with those nodes set aside that cannot be reached beside
 * what this host is: its addresses and pools may have changed since the node was stored.
 *
 * @param groups declared groups by name
 * @param peers by name
 * @param resources of the peers, by name
 * @param refused reason by the resource
 * @param ownGroup the group in which other hosts have this one: its mode is received from all
 */
record Declared(
        Map<String, PathGroupSpec> groups,
        Map<String, Peer> peers,
        Map<String, Resource> resources,
        Map<Resource, String> refused,
        String ownGroup) {

    static Declared read(
            StoreView view, String self, HostAddresses host, List<IpPrefix> ownPrefixes) {
        Map<String, PathGroupSpec> groups = Leaps.groups(view);
        Declared declared =
                new Declared(
                        groups,
                        new TreeMap<>(),
                        new TreeMap<>(),
                        new java.util.HashMap<>(),
                        ownGroup(view, self, groups));
        List<Resource> nodes = new ArrayList<>(view.list(NodeKind.NAME));
        nodes.removeIf(node -> node.name().equals(self));
        nodes.sort(
                Comparator.comparing((Resource node) -> node.metadata().creationTimestamp())
                        .thenComparing(Resource::name));
        Map<Integer, String> ids = new TreeMap<>();
        ids.put(NodeIds.of(self), self);
        for (Resource node : nodes) {
            NodeSpec spec = NodeSpec.decode(node.spec());
            Optional<String> problem =
                    Optional.ofNullable(ids.putIfAbsent(NodeIds.of(node.name()), node.name()))
                            .map(other -> "has the same number as node " + other)
                            .or(() -> clash(spec, host, ownPrefixes));
            if (problem.isPresent()) {
                declared.refused.put(node, problem.get());
            } else {
                declared.add(node, spec);
            }
        }
        return declared;
    }

    private static String ownGroup(StoreView view, String self, Map<String, PathGroupSpec> groups) {
        return view.get(ResourceKey.of(NodeKind.NAME, self))
                .map(
                        own ->
                                Selection.groupOf(
                                        self,
                                        own.metadata().labels(),
                                        NodeSpec.decode(own.spec()).addresses(),
                                        groups))
                .orElse(Selection.DEFAULT);
    }

    private static Optional<String> clash(
            NodeSpec spec, HostAddresses host, List<IpPrefix> ownPrefixes) {
        for (InetAddress address : spec.addresses()) {
            if (host.has(address)) {
                return Optional.of(
                        "its address "
                                + IpAddresses.format(address)
                                + " is this host's own; two hosts must not share one");
            }
        }
        for (IpPrefix prefix : spec.prefixes()) {
            for (IpPrefix own : ownPrefixes) {
                if (prefix.overlaps(own)) {
                    return Optional.of(
                            "its prefix %s overlaps %s of this host's pools; give one another range"
                                    .formatted(prefix, own));
                }
            }
        }
        return Optional.empty();
    }

    private void add(Resource node, NodeSpec spec) {
        String group =
                Selection.groupOf(node.name(), node.metadata().labels(), spec.addresses(), groups);
        peers.put(
                node.name(),
                new Peer(
                        node.name(),
                        NodeIds.of(node.name()),
                        spec.addresses(),
                        spec.prefixes(),
                        group,
                        spec.vtepMac()));
        resources.put(node.name(), node);
    }

    /** Declared groups and {@code default}, with the mode that is wanted. */
    Map<String, String> wanted() {
        Map<String, String> wanted = new TreeMap<>();
        wanted.put(Selection.DEFAULT, Leaps.declared(Selection.DEFAULT, groups));
        groups.forEach((name, spec) -> wanted.put(name, spec.mode()));
        return wanted;
    }

    List<Peer> of(String group) {
        return peers.values().stream().filter(peer -> peer.group().equals(group)).toList();
    }
}
