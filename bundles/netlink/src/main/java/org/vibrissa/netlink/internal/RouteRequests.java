package org.vibrissa.netlink.internal;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.netlink.NetlinkException;
import org.vibrissa.netlink.NextHop;
import org.vibrissa.netlink.Route;
import org.vibrissa.netlink.RouteFilter;
import org.vibrissa.netlink.Routes;

/** Routes in the namespace of one conversation. */
final class RouteRequests implements Routes {
    private final Conversation kernel;

    RouteRequests(Conversation kernel) {
        this.kernel = kernel;
    }

    @Override
    public void add(Route route) {
        put("add route ", route, Conversation.CREATE | Conversation.EXCLUSIVE);
    }

    @Override
    public void replace(Route route) {
        put("replace route ", route, Conversation.CREATE | Conversation.REPLACE);
    }

    private void put(String verb, Route route, int flags) {
        kernel.ask(
                verb + describe(route), Rtm.NEWROUTE, flags, out -> RouteEncoder.route(out, route));
    }

    @Override
    public boolean delete(Route route) {
        return Absence.tolerated(
                () ->
                        kernel.ask(
                                "delete route " + describe(route),
                                Rtm.DELROUTE,
                                0,
                                out -> RouteEncoder.match(out, route)));
    }

    private static String describe(Route route) {
        StringBuilder text = new StringBuilder(route.destination().toString());
        if (route.type() != Route.RouteType.UNICAST) {
            text.insert(0, route.type() + " ");
        }
        for (NextHop hop : route.nextHops()) {
            hop.gateway().ifPresent(g -> text.append(" via ").append(IpAddresses.format(g)));
            text.append(" on link ").append(hop.interfaceIndex());
        }
        return text.append(" table ").append(Integer.toUnsignedString(route.table())).toString();
    }

    @Override
    public List<Route> list(RouteFilter filter) {
        List<Route> all = new ArrayList<>();
        for (boolean ipv6 : new boolean[] {false, true}) {
            if (filter.ipv6().map(wanted -> wanted == ipv6).orElse(true)) {
                all.addAll(family(ipv6, filter));
            }
        }
        return List.copyOf(all);
    }

    private List<Route> family(boolean ipv6, RouteFilter filter) {
        RouteFilter exact = filter.family(ipv6);
        try {
            return kernel.dump(
                    "list routes",
                    Rtm.GETROUTE,
                    out -> RouteEncoder.filter(out, ipv6, filter),
                    message -> RouteDecoder.decode(message).filter(exact::passes));
        } catch (NetlinkException e) {
            boolean noTable = e.errno() == Errno.ENOENT && filter.table().isPresent();
            boolean noDevice = e.errno() == Errno.ENODEV && filter.interfaceIndex().isPresent();
            if (noTable || noDevice) {
                return List.of();
            }
            throw e;
        }
    }

    @Override
    public Route lookup(InetAddress destination) {
        return ask(
                "look up route to " + IpAddresses.format(destination),
                out -> RouteEncoder.lookup(out, destination));
    }

    @Override
    public Route match(InetAddress destination) {
        return ask(
                "look up routing entry for " + IpAddresses.format(destination),
                out -> RouteEncoder.fibMatch(out, destination));
    }

    private Route ask(String request, Consumer<MessageWriter> body) {
        return kernel.get(
                        request,
                        Rtm.GETROUTE,
                        body,
                        message -> Optional.of(RouteDecoder.read(message)))
                .orElseThrow(() -> Errno.of(request, Errno.EBADMSG, "the answer has no route"));
    }
}
