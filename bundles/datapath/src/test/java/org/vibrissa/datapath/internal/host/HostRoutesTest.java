package org.vibrissa.datapath.internal.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.netlink.Route;
import org.vibrissa.netlink.RouteFilter;
import org.vibrissa.netlink.Routes;

class HostRoutesTest {
    private static final int VIB_HOST = 7;
    private static final InetAddress GATEWAY = IpAddresses.parse("10.1.0.1");
    private static final IpPrefix POOL = IpPrefix.parse("10.1.0.0/24");
    private static final IpPrefix REMOTE = IpPrefix.parse("10.2.0.0/24");

    private final Kernel kernel = new Kernel();

    @Test
    void givesRemotesTheGatewayAsSourceAndTheirMtu() {
        HostRoutes routes = started();
        assertEquals("10.1.0.0/24 src 10.1.0.1 mtu 0", kernel.text(POOL));
        assertEquals("10.2.0.0/24 src 10.1.0.1 mtu 1450", kernel.text(REMOTE));
        routes.remotes(Map.of(REMOTE, 1442));
        assertEquals("10.2.0.0/24 src 10.1.0.1 mtu 1442", kernel.text(REMOTE));
        routes.remotes(Map.of());
        assertEquals("none", kernel.text(REMOTE));
        assertEquals("10.1.0.0/24 src 10.1.0.1 mtu 0", kernel.text(POOL));
    }

    @Test
    void touchesNothingThatIsAsItShouldBe() {
        started();
        kernel.calls.clear();
        started();
        assertEquals(List.of(), kernel.calls);
    }

    @Test
    void keepsAnEarlierDaemonsRoutesUntilTheirOwnersHaveSpoken() {
        started();
        HostRoutes poolsFirst = restarted();
        poolsFirst.pools(Set.of(GATEWAY), Set.of(POOL));
        assertEquals("10.2.0.0/24 src 10.1.0.1 mtu 1450", kernel.text(REMOTE));
        HostRoutes remotesFirst = restarted();
        remotesFirst.remotes(Map.of());
        assertEquals("none", kernel.text(REMOTE));
        assertEquals("10.1.0.0/24 src 10.1.0.1 mtu 0", kernel.text(POOL));
    }

    @Test
    void takesAPoolsRouteAwayWithThePool() {
        HostRoutes routes = started();
        routes.pools(Set.of(), Set.of());
        assertEquals("none", kernel.text(POOL));
        assertEquals("10.2.0.0/24 src - mtu 1450", kernel.text(REMOTE));
    }

    private HostRoutes started() {
        HostRoutes routes = restarted();
        routes.pools(Set.of(GATEWAY), Set.of(POOL));
        routes.remotes(Map.of(REMOTE, 1450));
        return routes;
    }

    private HostRoutes restarted() {
        return new HostRoutes(
                kernel,
                VIB_HOST,
                Map.of(
                        POOL, new Ipcache.Entry(2, 0, 0, Ipcache.Place.POOL),
                        REMOTE, new Ipcache.Entry(2, 1, 9, Ipcache.Place.NODE)));
    }

    /** The main table of a host. */
    private static final class Kernel implements Routes {
        private final Map<String, Route> table = new TreeMap<>();
        private final List<String> calls = new ArrayList<>();

        String text(IpPrefix prefix) {
            return Optional.ofNullable(table.get(prefix.toString()))
                    .map(
                            route ->
                                    "%s src %s mtu %d"
                                            .formatted(
                                                    prefix,
                                                    route.source()
                                                            .map(IpAddresses::format)
                                                            .orElse("-"),
                                                    route.mtu()))
                    .orElse("none");
        }

        @Override
        public void add(Route route) {
            throw new UnsupportedOperationException("a gap may be before an add");
        }

        @Override
        public void replace(Route route) {
            calls.add("replace " + route.destination());
            table.put(route.destination().toString(), route);
        }

        @Override
        public boolean delete(Route route) {
            calls.add("delete " + route.destination());
            return table.remove(route.destination().toString()) != null;
        }

        @Override
        public List<Route> list(RouteFilter filter) {
            return table.values().stream().filter(filter::passes).toList();
        }

        @Override
        public Route lookup(InetAddress destination) {
            throw new UnsupportedOperationException("not asked for");
        }

        @Override
        public Route match(InetAddress destination) {
            throw new UnsupportedOperationException("not asked for");
        }
    }
}
