package org.vibrissa.endpoint.internal.realise;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.netlink.Link;
import org.vibrissa.netlink.Route;
import org.vibrissa.netlink.RouteFilter;
import org.vibrissa.netlink.Rtnetlink;

/**
 * The routes inside an endpoint: to its gateways, and by them to everywhere. What is as it should
 * be is not touched; a change of the MTU replaces the default route in one step.
 */
final class InnerRoutes {
    private InnerRoutes() {}

    /**
     * @param mtu bytes of the default route, 0 for those of the device; empty keeps what a route
     *     has
     */
    static void write(Rtnetlink inside, Link inner, List<InetAddress> gateways, OptionalInt mtu) {
        List<Route> there = inside.routes().list(RouteFilter.all().byInterface(inner.index()));
        for (InetAddress gateway : gateways) {
            Route onLink = Route.to(IpPrefix.host(gateway)).dev(inner.index());
            if (there.stream()
                    .noneMatch(route -> route.destination().equals(onLink.destination()))) {
                inside.routes().replace(onLink);
            }
            Route wanted =
                    Route.to(IpPrefix.any(IpAddresses.isIpv6(gateway)))
                            .via(gateway, inner.index())
                            .withMtu(smaller(mtu.orElse(0), inner.mtu()));
            Optional<Route> now =
                    there.stream()
                            .filter(route -> route.destination().equals(wanted.destination()))
                            .filter(route -> route.gateway().equals(Optional.of(gateway)))
                            .findFirst();
            boolean same =
                    now.filter(route -> mtu.isEmpty() || route.mtu() == wanted.mtu()).isPresent();
            if (!same) {
                inside.routes().replace(wanted);
            }
        }
    }

    /** A route need not say what its device says. */
    private static int smaller(int mtu, int ofDevice) {
        return mtu < ofDevice ? mtu : 0;
    }
}
