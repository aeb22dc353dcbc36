package org.vibrissa.node.internal.realise;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.node.ForwardMode;
import org.vibrissa.node.Peer;

/** What is left for endpoints of what the underlay carries. */
final class InnerMtu {
    private static final int SMALLEST_IPV6 = 1280;
    private static final int SMALLEST_IPV4 = 576;

    private InnerMtu() {}

    static boolean outerIpv6(Way way) {
        return IpAddresses.isIpv6(way.address());
    }

    /**
     * Sentences on nodes to which a mode leaves too little, each with both numbers.
     *
     * @param ownPrefixes IPv6 is needed when this host or the node has IPv6 endpoints
     */
    static List<String> problems(
            ForwardMode mode,
            Collection<Peer> peers,
            Map<String, Way> ways,
            List<IpPrefix> ownPrefixes) {
        List<String> problems = new ArrayList<>();
        for (Peer peer : peers) {
            Optional.ofNullable(ways.get(peer.name()))
                    .filter(way -> !way.hops().isEmpty())
                    .flatMap(way -> problem(mode, peer, way, ownPrefixes))
                    .ifPresent(problems::add);
        }
        return problems;
    }

    private static Optional<String> problem(
            ForwardMode mode, Peer peer, Way way, List<IpPrefix> ownPrefixes) {
        boolean ipv6 =
                peer.prefixes().stream().anyMatch(IpPrefix::isIpv6)
                        || ownPrefixes.stream().anyMatch(IpPrefix::isIpv6);
        int needed = ipv6 ? SMALLEST_IPV6 : SMALLEST_IPV4;
        int left = way.mtu() - mode.overhead(outerIpv6(way));
        return left >= needed
                ? Optional.empty()
                : Optional.of(
                        "mode %s leaves %d bytes of the %d that the underlay carries to node %s;"
                                        .formatted(mode.name(), left, way.mtu(), peer.name())
                                + " %s needs %d".formatted(ipv6 ? "IPv6" : "IPv4", needed));
    }
}
