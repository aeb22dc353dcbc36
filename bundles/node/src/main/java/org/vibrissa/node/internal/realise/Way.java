package org.vibrissa.node.internal.realise;

import java.net.InetAddress;
import java.util.List;
import org.vibrissa.datapath.Paths.Hop;

/**
 * How packets get to a node now.
 *
 * @param address the node's address that is used
 * @param source ours toward it; unspecified when there is none of that family
 * @param mtu bytes of IP that the underlay carries
 * @param hops equal ways, none when there is no route
 * @param problem why there are none; empty when there are
 */
record Way(InetAddress address, InetAddress source, int mtu, List<Hop> hops, String problem) {
    Way {
        hops = List.copyOf(hops);
    }
}
