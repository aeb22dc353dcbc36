package org.vibrissa.node.internal.realise;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vibrissa.datapath.Paths.Hop;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.netlink.Link;
import org.vibrissa.netlink.NetlinkException;
import org.vibrissa.netlink.NextHop;
import org.vibrissa.netlink.Route;
import org.vibrissa.netlink.Rtnetlink;

/** Looks up ways by the host's routing tables. One object for one pass: devices are read once. */
final class Ways {
    private static final int MOST_HOPS = 4;
    private static final int USUAL_MTU = 1500;

    private final Rtnetlink net;
    private final List<InetAddress> own;
    private final int fixedMtu;
    private final Map<Integer, Optional<Link>> links = new HashMap<>();

    /**
     * @param own our underlay addresses
     * @param fixedMtu what the underlay carries; 0 = as devices and routes say
     */
    Ways(Rtnetlink net, List<InetAddress> own, int fixedMtu) {
        this.net = net;
        this.own = own;
        this.fixedMtu = fixedMtu;
    }

    /**
     * The way to the first address that has one, in the node's order.
     *
     * @param before the way until now: without a route its MTU is kept
     */
    Way to(List<InetAddress> addresses, Optional<Way> before) {
        Optional<Way> first = Optional.empty();
        for (InetAddress address : addresses) {
            Way way = to(address, before);
            if (!way.hops().isEmpty()) {
                return way;
            }
            first = first.or(() -> Optional.of(way));
        }
        return first.orElseThrow(() -> new IllegalArgumentException("a node without an address"));
    }

    private Way to(InetAddress address, Optional<Way> before) {
        boolean ipv6 = IpAddresses.isIpv6(address);
        Optional<InetAddress> source =
                own.stream().filter(a -> IpAddresses.isIpv6(a) == ipv6).findFirst();
        InetAddress from = source.orElseGet(() -> IpAddresses.unspecified(ipv6));
        int mtu = before.map(Way::mtu).orElse(fixedMtu == 0 ? USUAL_MTU : fixedMtu);
        if (source.isEmpty()) {
            String family = ipv6 ? "IPv6" : "IPv4";
            return new Way(
                    address,
                    from,
                    mtu,
                    List.of(),
                    "this host has no " + family + " underlay address");
        }
        try {
            Route route = net.routes().match(address);
            List<Hop> hops = hops(route, address);
            return hops.isEmpty()
                    ? none(address, from, mtu, dead(route))
                    : new Way(address, from, mtu(route, hops), hops, "");
        } catch (NetlinkException e) {
            return none(address, from, mtu, reason(e));
        }
    }

    /** The kernel answers for a route that drops by an errno of its own. */
    private static String reason(NetlinkException e) {
        return switch (e.errnoName()) {
            case "EINVAL" -> "the route is a blackhole";
            case "EACCES" -> "the route prohibits it";
            default -> e.errnoName();
        };
    }

    private static Way none(InetAddress address, InetAddress from, int mtu, String why) {
        return new Way(
                address,
                from,
                mtu,
                List.of(),
                "no route to " + IpAddresses.format(address) + " (" + why + ")");
    }

    private static String dead(Route route) {
        return route.type() == Route.RouteType.UNICAST
                ? "the devices of " + route.destination() + " are down"
                : "route " + route.destination() + " is " + route.type();
    }

    private List<Hop> hops(Route route, InetAddress address) {
        List<Hop> hops = new ArrayList<>();
        if (route.type() != Route.RouteType.UNICAST) {
            return hops;
        }
        for (NextHop next : route.nextHops()) {
            boolean works =
                    link(next.interfaceIndex()).filter(Ways::carries).isPresent()
                            && hops.size() < MOST_HOPS;
            if (works) {
                hops.add(new Hop(next.interfaceIndex(), next.gateway().orElse(address)));
            }
        }
        return hops;
    }

    /** By vib_host a packet would come back to us. */
    private static boolean carries(Link link) {
        return link.isUp()
                && !link.name().startsWith("vib_")
                && !link.flags().contains(Link.LinkFlag.LOOPBACK)
                && link.operState() != Link.OperState.DOWN
                && link.operState() != Link.OperState.LOWER_LAYER_DOWN;
    }

    private int mtu(Route route, List<Hop> hops) {
        if (fixedMtu != 0) {
            return fixedMtu;
        }
        int smallest =
                hops.stream()
                        .map(hop -> link(hop.ifindex()))
                        .flatMap(Optional::stream)
                        .mapToInt(Link::mtu)
                        .min()
                        .orElse(USUAL_MTU);
        return route.mtu() > 0 ? Math.min(smallest, route.mtu()) : smallest;
    }

    private Optional<Link> link(int index) {
        return links.computeIfAbsent(index, net.links()::find);
    }
}
