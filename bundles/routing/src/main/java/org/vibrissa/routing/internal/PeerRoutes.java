package org.vibrissa.routing.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.netlink.NetlinkException;
import org.vibrissa.netlink.Route;
import org.vibrissa.netlink.Rtnetlink;
import org.vibrissa.node.Peer;

/** One route for each prefix of each peer. Not thread safe. */
final class PeerRoutes {
    private final NextHops nextHops;
    private final OwnRoutes own;

    PeerRoutes(Rtnetlink net) {
        this.nextHops = new NextHops(net);
        this.own = new OwnRoutes(net);
    }

    /** What {@link #apply} would not be able to do. */
    List<String> check(List<Peer> peers, boolean gateways) {
        Set<String> problems = new java.util.LinkedHashSet<>();
        for (Peer peer : peers) {
            for (IpPrefix prefix : peer.prefixes()) {
                try {
                    nextHops.to(peer, prefix.isIpv6(), gateways);
                    own.foreign(prefix).map(OwnRoutes::taken).ifPresent(problems::add);
                } catch (NoWay e) {
                    problems.add(e.getMessage());
                }
            }
        }
        return List.copyOf(problems);
    }

    /** Makes, changes and takes away routes until they are what the peers need. */
    List<PrefixRoute> apply(List<Peer> peers, boolean gateways) {
        Map<IpPrefix, Route> there = own.list();
        List<PrefixRoute> result = new ArrayList<>();
        for (Peer peer : peers) {
            for (IpPrefix prefix : peer.prefixes()) {
                result.add(apply(peer, prefix, gateways, there));
            }
        }
        Set<IpPrefix> wanted =
                result.stream()
                        .filter(route -> route.problem().isEmpty())
                        .map(PrefixRoute::prefix)
                        .collect(Collectors.toCollection(HashSet::new));
        own.retain(wanted);
        return result;
    }

    private PrefixRoute apply(
            Peer peer, IpPrefix prefix, boolean gateways, Map<IpPrefix, Route> there) {
        try {
            List<Way> ways = nextHops.to(peer, prefix.isIpv6(), gateways);
            Optional<String> problem =
                    own.put(prefix, ways, Optional.ofNullable(there.get(prefix.network())));
            return new PrefixRoute(prefix, peer.name(), ways, problem);
        } catch (NoWay | NetlinkException e) {
            return new PrefixRoute(
                    prefix, peer.name(), List.of(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /** The ways to a peer for IPv6 packets, when its prefixes need some. */
    List<Way> waysOfIpv6(Peer peer, boolean gateways) {
        try {
            return nextHops.to(peer, true, gateways);
        } catch (NoWay | NetlinkException e) {
            return List.of();
        }
    }

    /** Those in the kernel, as text, by prefix. */
    Map<IpPrefix, String> inKernel() {
        return own.list().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> own.text(e.getValue())));
    }

    void removeAll() {
        own.retain(Set.of());
    }
}
