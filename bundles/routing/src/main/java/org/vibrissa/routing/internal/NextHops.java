package org.vibrissa.routing.internal;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.netlink.Link;
import org.vibrissa.netlink.NetlinkException;
import org.vibrissa.netlink.NextHop;
import org.vibrissa.netlink.Route;
import org.vibrissa.netlink.Rtnetlink;
import org.vibrissa.node.Peer;

/** Finds the ways to a peer in the kernel's routing table. */
final class NextHops {
    private final Rtnetlink net;

    NextHops(Rtnetlink net) {
        this.net = net;
    }

    /**
     * The ways for packets of one family.
     *
     * @param gateways whether a router may be in between
     * @throws NoWay naming peer, address and what is in the way
     */
    List<Way> to(Peer peer, boolean ipv6, boolean gateways) throws NoWay {
        InetAddress address = addressFor(peer, ipv6);
        String who = peer.name() + " (" + IpAddresses.format(address) + ")";
        Route route;
        try {
            route = net.routes().match(address);
        } catch (NetlinkException e) {
            throw new NoWay("there is no route to " + who + ": " + e.errnoName());
        }
        if (route.type() == Route.RouteType.LOCAL) {
            throw new NoWay(who + " has an address of this host");
        }
        if (route.type() != Route.RouteType.UNICAST || route.nextHops().isEmpty()) {
            throw new NoWay(
                    "the route to %s is of type %s"
                            .formatted(who, route.type().name().toLowerCase(Locale.ROOT)));
        }
        if (route.protocol() == OwnRoutes.PROTOCOL) {
            throw new NoWay(
                    "the address of %s lies in %s, which is itself reached by way of a host"
                            .formatted(who, route.destination()));
        }
        List<Way> ways = new ArrayList<>();
        for (NextHop hop : route.nextHops()) {
            ways.add(way(peer, address, route, hop, gateways));
        }
        return ways;
    }

    private static InetAddress addressFor(Peer peer, boolean ipv6) throws NoWay {
        for (InetAddress address : peer.addresses()) {
            if (IpAddresses.isIpv6(address) == ipv6) {
                return address;
            }
        }
        if (ipv6 || peer.addresses().isEmpty()) {
            throw new NoWay(
                    "%s has no %s address, and IPv6 packets cannot be sent to an IPv4 next hop"
                            .formatted(peer.name(), ipv6 ? "IPv6" : "underlay"));
        }
        return peer.addresses().get(0);
    }

    private Way way(Peer peer, InetAddress address, Route route, NextHop hop, boolean gateways)
            throws NoWay {
        String who = peer.name() + " (" + IpAddresses.format(address) + ")";
        Link link =
                net.links()
                        .find(hop.interfaceIndex())
                        .orElseThrow(() -> new NoWay("the device that leads to " + who + " went"));
        if (hop.gateway().isPresent() && !gateways) {
            throw new NoWay(
                    ("%s is not on link: router %s on %s is in between; when it has routes to the"
                                    + " prefixes of %s, set routing.next-hop to gateway")
                            .formatted(
                                    who,
                                    IpAddresses.format(hop.gateway().get()),
                                    link.name(),
                                    peer.name()));
        }
        return new Way(
                link.index(),
                link.name(),
                hop.gateway().orElse(address),
                hop.gateway().isPresent() && hop.onlink(),
                hop.weight(),
                route.mtu() == 0 ? link.mtu() : Math.min(route.mtu(), link.mtu()));
    }
}
