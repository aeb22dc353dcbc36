package org.vibrissa.node.internal.realise;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.node.Peer;
import org.vibrissa.node.internal.modes.GroupBook;
import org.vibrissa.node.internal.modes.GroupRecord;
import org.vibrissa.node.internal.spec.PathGroupKind;
import org.vibrissa.state.Phase;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;

/** Says of nodes and groups what became of them. */
final class Statuses {
    private final ResourceStore store;
    private final GroupBook book;
    private Map<ResourceKey, Told> told = new HashMap<>();
    private Map<ResourceKey, Told> next = new HashMap<>();

    private record Told(
            String uid, long generation, Phase phase, String reason, Map<String, String> details) {}

    Statuses(ResourceStore store, GroupBook book) {
        this.store = store;
        this.book = book;
    }

    void tell(
            Declared declared,
            Map<String, Way> ways,
            GroupRealiser groups,
            NodeRealiser nodes,
            Optional<Resource> own,
            Optional<String> unpublished) {
        next = new HashMap<>();
        own.ifPresent(
                node ->
                        tell(
                                node,
                                unpublished.isPresent() ? Phase.FAILED : Phase.READY,
                                unpublished.orElse("this host"),
                                Map.of()));
        declared.refused().forEach((node, why) -> tell(node, Phase.FAILED, why, Map.of()));
        declared.peers().values().forEach(peer -> peer(declared, peer, ways, groups, nodes));
        store.list(PathGroupKind.NAME).forEach(group -> group(group, declared, groups));
        told = next;
    }

    private void peer(
            Declared declared,
            Peer peer,
            Map<String, Way> ways,
            GroupRealiser groups,
            NodeRealiser nodes) {
        Way way = ways.get(peer.name());
        Map<String, String> details = new TreeMap<>();
        details.put("id", Integer.toUnsignedString(peer.id()));
        details.put("group", peer.group());
        details.put("mode", book.inForce(peer.group()).orElse(""));
        details.put("address", IpAddresses.format(way.address()));
        details.put("mtu", Integer.toString(nodes.mtu(peer, way)));
        details.put("hops", Integer.toString(way.hops().size()));
        Resource resource = declared.resources().get(peer.name());
        Optional<String> groupProblem = groups.problem(peer.group());
        if (!way.problem().isEmpty()) {
            tell(resource, Phase.PENDING, way.problem(), details);
        } else if (groupProblem.isPresent()) {
            tell(
                    resource,
                    Phase.FAILED,
                    "group " + peer.group() + ": " + groupProblem.get(),
                    details);
        } else {
            tell(resource, Phase.READY, "", details);
        }
    }

    private void group(Resource resource, Declared declared, GroupRealiser groups) {
        String name = resource.name();
        String wanted = declared.wanted().getOrDefault(name, "");
        String inForce = book.inForce(name).orElse("");
        Map<String, String> details = new TreeMap<>();
        details.put("number", book.get(name).map(r -> Integer.toString(r.number())).orElse(""));
        details.put("inForce", inForce);
        details.put(
                "accepts",
                String.join(
                        ",", book.get(name).map(GroupRecord::modes).orElse(java.util.List.of())));
        details.put("nodes", Integer.toString(declared.of(name).size()));
        Optional<String> problem = groups.problem(name);
        if (problem.isPresent()) {
            tell(resource, Phase.FAILED, problem.get(), details);
        } else if (!inForce.isEmpty() && !inForce.equals(wanted)) {
            tell(
                    resource,
                    Phase.PENDING,
                    "%s carries it, %s is wanted: vibrissa mode set %s %s"
                            .formatted(inForce, wanted, name, wanted),
                    details);
        } else {
            tell(resource, Phase.READY, "", details);
        }
    }

    /** Only what differs: telling the same again costs every watcher. */
    private void tell(Resource resource, Phase phase, String reason, Map<String, String> details) {
        Told now =
                new Told(
                        resource.metadata().uid(),
                        resource.metadata().generation(),
                        phase,
                        reason,
                        Map.copyOf(details));
        boolean taken =
                now.equals(told.get(resource.key()))
                        || store.setStatus(
                                resource.key(), now.generation(), phase, reason, details);
        if (taken) {
            next.put(resource.key(), now);
        }
    }
}
