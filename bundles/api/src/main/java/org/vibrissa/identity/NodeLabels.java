package org.vibrissa.identity;

import java.net.InetAddress;
import java.util.List;
import org.vibrissa.state.TableId;

/**
 * What selectors of hosts look at. All other hosts have the identity {@code remote-node}; this is
 * what tells them apart. Immutable.
 *
 * @param node the Node resource's name
 * @param labels of the resource as {@code any:...}, {@code node:name=NAME}, and {@code
 *     reserved:host} or {@code reserved:remote-node}
 * @param addresses its underlay addresses
 */
public record NodeLabels(String node, Labels labels, List<InetAddress> addresses) {
    /** All hosts that are declared, this one included, by name. */
    public static final TableId<String, NodeLabels> TABLE =
            new TableId<>("nodelabels", String.class, NodeLabels.class);

    public NodeLabels {
        addresses = List.copyOf(addresses);
    }
}
