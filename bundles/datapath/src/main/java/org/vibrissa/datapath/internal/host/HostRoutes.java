package org.vibrissa.datapath.internal.host;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.netlink.Route;
import org.vibrissa.netlink.RouteFilter;
import org.vibrissa.netlink.Routes;

/**
 * The routes by vib_host: to pools, and with an MTU to prefixes behind other hosts. A route that is
 * in the kernel as it should be is not touched. Not thread safe.
 */
final class HostRoutes {
    private final Routes routes;
    private final int ifindex;
    private Set<InetAddress> gateways = Set.of();
    private Set<IpPrefix> pools = Set.of();
    private Optional<Map<IpPrefix, Integer>> remotes = Optional.empty();
    private boolean poolsKnown;

    /** Pools of this and of an earlier daemon; the other routes by vib_host are remotes. */
    private final Set<IpPrefix> everPools;

    /**
     * @param before the ipcache that an earlier daemon left: its pools are those whose routes are
     *     not to remotes
     */
    HostRoutes(Routes routes, int ifindex, Map<IpPrefix, Ipcache.Entry> before) {
        this.routes = routes;
        this.ifindex = ifindex;
        this.everPools = new HashSet<>();
        before.forEach(
                (prefix, entry) -> {
                    if (entry.place() == Ipcache.Place.POOL) {
                        everPools.add(prefix);
                    }
                });
    }

    void pools(Set<InetAddress> withGateways, Set<IpPrefix> prefixes) {
        gateways = Set.copyOf(withGateways);
        pools = Set.copyOf(prefixes);
        poolsKnown = true;
        everPools.addAll(pools);
        write();
    }

    void remotes(Map<IpPrefix, Integer> mtus) {
        remotes = Optional.of(Map.copyOf(mtus));
        write();
    }

    Map<IpPrefix, Integer> remotes() {
        return remotes.orElse(Map.of());
    }

    /** New and changed ones first, so that no packet meets a gap; then what nobody wants. */
    private void write() {
        Map<IpPrefix, Route> there = new HashMap<>();
        routes.list(RouteFilter.all().byInterface(ifindex).ofProtocol(VibHost.ROUTE_PROTOCOL))
                .forEach(route -> there.put(route.destination(), route));
        Map<IpPrefix, Route> wanted = wanted();
        wanted.forEach(
                (prefix, route) -> {
                    if (!same(there.get(prefix), route)) {
                        routes.replace(route);
                    }
                });
        Set<IpPrefix> stale = new HashSet<>(there.keySet());
        stale.removeAll(wanted.keySet());
        stale.stream().filter(this::mayGo).forEach(prefix -> routes.delete(base(prefix)));
    }

    private Map<IpPrefix, Route> wanted() {
        Map<IpPrefix, Route> wanted = new HashMap<>();
        remotes().forEach((prefix, mtu) -> wanted.put(prefix, remote(prefix, mtu)));
        pools.forEach(prefix -> wanted.put(prefix, pool(prefix)));
        return wanted;
    }

    /** A route of an earlier daemon stays until the bundle that it came from has spoken. */
    private boolean mayGo(IpPrefix prefix) {
        return everPools.contains(prefix) ? poolsKnown : remotes.isPresent();
    }

    private Route pool(IpPrefix prefix) {
        Route route = base(prefix);
        return gateways.stream()
                .filter(prefix::contains)
                .findFirst()
                .map(route::withSource)
                .orElse(route);
    }

    /** The host speaks to other hosts' endpoints by its own gateway address, which they know. */
    private Route remote(IpPrefix prefix, int mtu) {
        Route route = base(prefix).withMtu(mtu);
        return gateways.stream()
                .filter(gateway -> IpAddresses.isIpv6(gateway) == prefix.isIpv6())
                .min(java.util.Comparator.comparing(IpAddresses::format))
                .map(route::withSource)
                .orElse(route);
    }

    private Route base(IpPrefix prefix) {
        return Route.to(prefix).dev(ifindex).withProtocol(VibHost.ROUTE_PROTOCOL);
    }

    private static boolean same(Route there, Route wanted) {
        return there != null
                && there.source().equals(wanted.source())
                && there.mtu() == wanted.mtu()
                && there.nextHops().equals(wanted.nextHops());
    }
}
