package org.vibrissa.node.internal.spec;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.node.Peer;
import org.vibrissa.node.internal.modes.GroupBook;
import org.vibrissa.node.internal.realise.PeerTable;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.StoreView;

/**
 * Finds nodes that a change of declarations would carry from one mode to another at once: packets
 * would be lost until every host accepts it, so this is for {@code vibrissa mode set} alone.
 */
@Component(service = Leaps.class)
public final class Leaps {
    /** The mode of {@code default} while nobody declares one. */
    public static final String DEFAULT_MODE = "vxlan";

    private final PeerTable peers;
    private final GroupBook book;

    @Activate
    public Leaps(@Reference PeerTable peers, @Reference GroupBook book) {
        this.peers = peers;
        this.book = book;
    }

    /** What is wrong with the new group of one node. */
    Optional<String> of(Resource node, StoreView after) {
        return peers.get(node.name()).flatMap(peer -> leap(peer, node, groups(after)));
    }

    /** What is wrong with the new group of any node. */
    Optional<String> any(StoreView after) {
        Map<String, PathGroupSpec> groups = groups(after);
        for (Peer peer : peers.list()) {
            Optional<String> problem =
                    after.get(ResourceKey.of(NodeKind.NAME, peer.name()))
                            .flatMap(node -> leap(peer, node, groups));
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private Optional<String> leap(Peer peer, Resource node, Map<String, PathGroupSpec> groups) {
        String to =
                Selection.groupOf(
                        peer.name(),
                        node.metadata().labels(),
                        NodeSpec.decode(node.spec()).addresses(),
                        groups);
        Optional<String> now = book.inForce(peer.group());
        String then = book.inForce(to).orElseGet(() -> declared(to, groups));
        if (to.equals(peer.group()) || now.isEmpty() || now.get().equals(then)) {
            return Optional.empty();
        }
        return Optional.of(
                "node %s would move from group %s, which %s carries, to group %s and its mode %s"
                                .formatted(peer.name(), peer.group(), now.get(), to, then)
                        + " at once; packets would be lost. Give both groups one mode first:"
                        + " declare a new group with mode %s, then: vibrissa mode set %s %s"
                                .formatted(now.get(), to, then));
    }

    /** The declared groups. */
    public static Map<String, PathGroupSpec> groups(StoreView view) {
        Map<String, PathGroupSpec> groups = new TreeMap<>();
        view.list(PathGroupKind.NAME)
                .forEach(group -> groups.put(group.name(), PathGroupSpec.decode(group.spec())));
        return groups;
    }

    /** The mode that is wanted for a group. */
    public static String declared(String group, Map<String, PathGroupSpec> groups) {
        PathGroupSpec spec = groups.get(group);
        return spec == null ? DEFAULT_MODE : spec.mode();
    }
}
