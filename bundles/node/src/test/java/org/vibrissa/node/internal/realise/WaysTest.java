package org.vibrissa.node.internal.realise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vibrissa.datapath.Paths.Hop;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.netlink.Link.OperState;
import org.vibrissa.netlink.NextHop;
import org.vibrissa.netlink.Route;

class WaysTest {
    private static final InetAddress OWN = IpAddresses.parse("192.0.2.1");
    private static final InetAddress OWN6 = IpAddresses.parse("2001:db8::1");
    private static final InetAddress PEER = IpAddresses.parse("198.51.100.2");
    private static final InetAddress PEER6 = IpAddresses.parse("2001:db8:1::2");
    private static final InetAddress ROUTER = IpAddresses.parse("192.0.2.254");

    private final FakeNet net = new FakeNet();

    @BeforeEach
    void devices() {
        net.device(2, "eth0", 1500, OperState.UP);
        net.device(3, "eth1", 1400, OperState.UP);
    }

    @Test
    void sendsToTheNodeItselfWhenItIsOnLink() {
        net.routes.add(Route.to(IpPrefix.parse("198.51.100.0/24")).dev(2));
        Way way = to(PEER);
        assertEquals(List.of(new Hop(2, PEER)), way.hops());
        assertEquals(OWN, way.source());
        assertEquals(1500, way.mtu());
        assertEquals("", way.problem());
    }

    @Test
    void takesAllHopsOfAMultipathRouteAndTheSmallestMtu() {
        net.routes.add(
                Route.to(IpPrefix.any(false))
                        .withNextHops(List.of(NextHop.via(ROUTER, 2), NextHop.via(ROUTER, 3))));
        Way way = to(PEER);
        assertEquals(List.of(new Hop(2, ROUTER), new Hop(3, ROUTER)), way.hops());
        assertEquals(1400, way.mtu());
    }

    @Test
    void takesFourHopsAtMost() {
        net.routes.add(
                Route.to(IpPrefix.any(false))
                        .withNextHops(java.util.Collections.nCopies(6, NextHop.via(ROUTER, 2))));
        assertEquals(4, to(PEER).hops().size());
    }

    @Test
    void leavesOutDevicesThatAreDown() {
        net.device(3, "eth1", 1400, OperState.LOWER_LAYER_DOWN);
        net.routes.add(
                Route.to(IpPrefix.any(false))
                        .withNextHops(List.of(NextHop.via(ROUTER, 2), NextHop.via(ROUTER, 3))));
        assertEquals(List.of(new Hop(2, ROUTER)), to(PEER).hops());
    }

    @Test
    void obeysTheRoutesMtuAndTheConfiguredOne() {
        net.routes.add(Route.to(IpPrefix.any(false)).via(ROUTER, 2).withMtu(1300));
        assertEquals(1300, to(PEER).mtu());
        Ways fixed = new Ways(net.own(), List.of(OWN), 1220);
        assertEquals(1220, fixed.to(List.of(PEER), Optional.empty()).mtu());
    }

    @Test
    void doesNotSendByItsOwnDoor() {
        net.device(4, "vib_host", 1500, OperState.UP);
        net.routes.add(Route.to(IpPrefix.parse("198.51.100.0/24")).dev(4));
        assertTrue(to(PEER).hops().isEmpty());
    }

    @Test
    void saysWhyThereIsNoWayAndKeepsTheMtu() {
        Way before = new Way(PEER, OWN, 1280, List.of(), "");
        Way way = new Ways(net.own(), List.of(OWN), 0).to(List.of(PEER), Optional.of(before));
        assertEquals("no route to 198.51.100.2 (ENETUNREACH)", way.problem());
        assertEquals(1280, way.mtu());
        net.routes.add(Route.to(IpPrefix.any(false)).withType(Route.RouteType.BLACKHOLE));
        assertEquals("no route to 198.51.100.2 (route 0.0.0.0/0 is BLACKHOLE)", to(PEER).problem());
    }

    @Test
    void takesTheOtherFamilyWhenTheFirstHasNoWay() {
        net.routes.add(Route.to(IpPrefix.any(true)).dev(2));
        Way way =
                new Ways(net.own(), List.of(OWN, OWN6), 0)
                        .to(List.of(PEER, PEER6), Optional.empty());
        assertEquals(PEER6, way.address());
        assertEquals(OWN6, way.source());
    }

    @Test
    void needsAnAddressOfItsOwnOfThatFamily() {
        net.routes.add(Route.to(IpPrefix.any(true)).dev(2));
        assertEquals("this host has no IPv6 underlay address", to(PEER6).problem());
    }

    private Way to(InetAddress address) {
        return new Ways(net.own(), List.of(OWN), 0).to(List.of(address), Optional.empty());
    }
}
