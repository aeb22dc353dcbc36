package org.vibrissa.routing.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.netlink.Link;
import org.vibrissa.netlink.NetlinkException;
import org.vibrissa.netlink.NextHop;
import org.vibrissa.netlink.Route;
import org.vibrissa.netlink.RouteFilter;
import org.vibrissa.netlink.Rtnetlink;

/**
 * The routes that are ours: of our protocol and metric in table main. No other is ever changed or
 * taken away. Not thread safe.
 */
final class OwnRoutes {
    /** Written {@code vibrissa} where /etc/iproute2 knows it. */
    static final int PROTOCOL = 118;

    /** Behind the routes of other owners, and behind those that lead into the datapath. */
    static final int METRIC = 2048;

    private final Rtnetlink net;

    OwnRoutes(Rtnetlink net) {
        this.net = net;
    }

    /** What is in the kernel. */
    Map<IpPrefix, Route> list() {
        Map<IpPrefix, Route> own = new HashMap<>();
        for (Route route :
                net.routes()
                        .list(RouteFilter.all().inTable(Route.TABLE_MAIN).ofProtocol(PROTOCOL))) {
            if (route.metric() == METRIC) {
                own.put(route.destination(), route);
            }
        }
        return own;
    }

    /**
     * Puts one in force.
     *
     * @param there what {@link #list} said of the prefix
     * @return why it is not, as a sentence
     */
    Optional<String> put(IpPrefix prefix, List<Way> ways, Optional<Route> there) {
        Route wanted = base(prefix).withNextHops(ways.stream().map(Way::hop).toList());
        if (there.filter(route -> sameWays(route, wanted)).isPresent()) {
            return Optional.empty();
        }
        try {
            if (there.isPresent()) {
                net.routes().replace(wanted);
            } else {
                net.routes().add(wanted);
            }
            return Optional.empty();
        } catch (NetlinkException e) {
            if (e.is("EEXIST")) {
                return Optional.of(foreign(prefix).map(OwnRoutes::taken).orElse(e.getMessage()));
            }
            return Optional.of(e.getMessage());
        }
    }

    /** A route of somebody else where ours would be, as text. */
    Optional<String> foreign(IpPrefix prefix) {
        return net
                .routes()
                .list(RouteFilter.all().family(prefix.isIpv6()).inTable(Route.TABLE_MAIN))
                .stream()
                .filter(route -> route.destination().equals(prefix.network()))
                .filter(route -> route.metric() == METRIC && route.protocol() != PROTOCOL)
                .map(this::text)
                .findFirst();
    }

    /** What to say of a foreign route that is in the way. */
    static String taken(String foreign) {
        return "there is a route of another owner with our metric: " + foreign;
    }

    /** Takes ours away, except those to these prefixes. */
    void retain(Set<IpPrefix> prefixes) {
        Set<IpPrefix> keep = prefixes.stream().map(IpPrefix::network).collect(Collectors.toSet());
        list().keySet().stream()
                .filter(prefix -> !keep.contains(prefix))
                .forEach(prefix -> net.routes().delete(base(prefix)));
    }

    private static Route base(IpPrefix prefix) {
        return Route.to(prefix.network()).withProtocol(PROTOCOL).withMetric(METRIC);
    }

    private static boolean sameWays(Route a, Route b) {
        return ways(a).equals(ways(b));
    }

    private static Set<List<Object>> ways(Route route) {
        Set<List<Object>> ways = new HashSet<>();
        route.nextHops()
                .forEach(
                        hop ->
                                ways.add(
                                        List.of(
                                                hop.gateway(),
                                                hop.interfaceIndex(),
                                                hop.weight())));
        return ways;
    }

    /** As {@code ip route} writes it. */
    String text(Route route) {
        StringBuilder text = new StringBuilder(route.destination().toString());
        for (NextHop hop : route.nextHops()) {
            hop.gateway().ifPresent(via -> text.append(" via ").append(IpAddresses.format(via)));
            net.links()
                    .find(hop.interfaceIndex())
                    .map(Link::name)
                    .ifPresent(device -> text.append(" dev ").append(device));
        }
        return text.append(" proto ")
                .append(route.protocol())
                .append(" metric ")
                .append(Integer.toUnsignedString(route.metric()))
                .toString();
    }
}
