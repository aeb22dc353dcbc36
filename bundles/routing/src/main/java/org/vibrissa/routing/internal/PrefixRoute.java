package org.vibrissa.routing.internal;

import java.util.List;
import java.util.Optional;
import org.vibrissa.net.IpPrefix;

/**
 * A prefix of a peer and how it stands.
 *
 * @param prefix the prefix
 * @param node the peer's name
 * @param ways where its packets go; empty when there is no way
 * @param problem why the route is not in force
 */
record PrefixRoute(IpPrefix prefix, String node, List<Way> ways, Optional<String> problem) {
    PrefixRoute {
        ways = List.copyOf(ways);
    }

    /** Smallest of the ways, bytes of IP; 0 without a way. */
    int mtu() {
        return ways.stream().mapToInt(Way::mtu).min().orElse(0);
    }

    String state() {
        return problem.orElse("installed");
    }
}
