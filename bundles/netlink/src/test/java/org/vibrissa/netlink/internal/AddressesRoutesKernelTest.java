package org.vibrissa.netlink.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.net.MacAddress;
import org.vibrissa.netlink.ForwardingEntry;
import org.vibrissa.netlink.InterfaceAddress;
import org.vibrissa.netlink.InterfaceAddress.AddressFlag;
import org.vibrissa.netlink.LinkChange;
import org.vibrissa.netlink.Neighbour;
import org.vibrissa.netlink.NetlinkException;
import org.vibrissa.netlink.NetworkNamespace;
import org.vibrissa.netlink.NextHop;
import org.vibrissa.netlink.Route;
import org.vibrissa.netlink.Route.RouteType;
import org.vibrissa.netlink.RouteFilter;
import org.vibrissa.netlink.Rule;
import org.vibrissa.netlink.Rule.RuleAction;
import org.vibrissa.netlink.Scope;
import org.vibrissa.netlink.VethSpec;
import org.vibrissa.netlink.VxlanSettings;
import org.vibrissa.netlink.VxlanSpec;

@Tag("bpf")
class AddressesRoutesKernelTest {
    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:0c");

    private final Sandbox sandbox = new Sandbox();
    private NetworkNamespace host;
    private Handle rt;
    private int eth;

    @BeforeEach
    void open() {
        host = sandbox.namespace();
        rt = sandbox.handle(host);
        eth = rt.links().create(VethSpec.of("eth0", "peer0")).index();
        rt.links().change(eth, LinkChange.nothing().withUp());
        rt.links().change(rt.links().get("peer0").index(), LinkChange.nothing().withUp());
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private static IpPrefix prefix(String text) {
        return IpPrefix.parse(text);
    }

    private InterfaceAddress address(String text) {
        return InterfaceAddress.of(eth, prefix(text));
    }

    private String ip(String arguments) throws Exception {
        return Sandbox.shell(host, "ip " + arguments);
    }

    @Test
    void addsListsAndDeletesAddressesOfBothFamilies() throws Exception {
        rt.addresses().add(address("10.1.2.3/32").withScope(Scope.LINK));
        rt.addresses().add(address("10.9.0.1/24").with(AddressFlag.NOPREFIXROUTE));
        rt.addresses()
                .add(address("fd00::5/64").with(AddressFlag.NODAD).with(AddressFlag.NOPREFIXROUTE));
        String shown = ip("-j addr show eth0");
        assertTrue(
                shown.contains("\"local\":\"10.1.2.3\",\"prefixlen\":32,\"scope\":\"link\""),
                shown);
        assertTrue(shown.contains("\"local\":\"fd00::5\",\"prefixlen\":64"), shown);
        assertTrue(shown.contains("\"nodad\":true"), shown);
        assertEquals("[]", ip("-j route show 10.9.0.0/24").strip().replace(" ", ""));
        List<InterfaceAddress> listed = rt.addresses().list(eth);
        assertTrue(
                listed.stream()
                        .anyMatch(
                                a ->
                                        a.prefix().equals(prefix("fd00::5/64"))
                                                && a.flags().contains(AddressFlag.PERMANENT)
                                                && !a.flags().contains(AddressFlag.TENTATIVE)));
        assertEquals(prefix("10.1.2.3/32"), listed.get(0).prefix());
        assertEquals(Scope.LINK, listed.get(0).scope());
        NetlinkException twice =
                assertThrows(
                        NetlinkException.class, () -> rt.addresses().add(address("10.1.2.3/32")));
        assertTrue(twice.is("EEXIST"), twice.getMessage());
        rt.addresses().replace(address("10.1.2.3/32"));
        assertTrue(rt.addresses().delete(address("10.1.2.3/32")));
        assertFalse(rt.addresses().delete(address("10.1.2.3/32")));
        assertTrue(rt.addresses().delete(address("fd00::5/64")));
        assertTrue(rt.addresses().list(4711).isEmpty());
        assertTrue(rt.addresses().list().size() >= 2);
    }

    @Test
    void endpointStyleRoutesWork() throws Exception {
        rt.addresses().add(address("10.1.2.3/32"));
        Route gateway = Route.to(prefix("10.1.2.1/32")).dev(eth);
        rt.routes().add(gateway);
        Route viaGateway =
                Route.to(IpPrefix.any(false))
                        .via(IpAddresses.parse("10.1.2.1"), eth)
                        .withSource(IpAddresses.parse("10.1.2.3"))
                        .withMtu(1400)
                        .withProtocol(143);
        rt.routes().add(viaGateway);
        String shown = ip("-j -d route show");
        assertTrue(shown.contains("\"gateway\":\"10.1.2.1\""), shown);
        assertTrue(shown.contains("\"mtu\":1400"), shown);
        assertTrue(shown.contains("\"prefsrc\":\"10.1.2.3\""), shown);
        assertEquals(List.of(viaGateway), rt.routes().list(RouteFilter.all().ofProtocol(143)));
        assertEquals(
                List.of(gateway),
                rt.routes().list(RouteFilter.all().family(false).byInterface(eth).ofProtocol(4)));
        Route found = rt.routes().lookup(IpAddresses.parse("192.0.2.9"));
        assertEquals(Optional.of(IpAddresses.parse("10.1.2.1")), found.gateway());
        assertEquals(eth, found.interfaceIndex());
        assertThrows(NetlinkException.class, () -> rt.routes().add(viaGateway));
        rt.routes().replace(viaGateway.withMtu(1300));
        assertEquals(1300, rt.routes().list(RouteFilter.all().ofProtocol(143)).get(0).mtu());
        assertTrue(rt.routes().delete(viaGateway.withMtu(0)));
        assertFalse(rt.routes().delete(viaGateway));
    }

    @Test
    void ipv6RoutesWork() throws Exception {
        rt.addresses().add(address("fd00::5/128").with(AddressFlag.NODAD));
        rt.routes().add(Route.to(prefix("fd00::1/128")).dev(eth));
        Route route =
                Route.to(IpPrefix.any(true))
                        .via(IpAddresses.parse("fd00::1"), eth)
                        .withMtu(1380)
                        .withProtocol(143);
        rt.routes().add(route);
        assertEquals(
                List.of(route.withMetric(1024)),
                rt.routes().list(RouteFilter.all().ofProtocol(143)));
        String shown = ip("-6 -j route show default");
        assertTrue(shown.contains("\"gateway\":\"fd00::1\""), shown);
        rt.routes().replace(route.withMtu(1280));
        assertEquals(1280, rt.routes().list(RouteFilter.all().ofProtocol(143)).get(0).mtu());
        assertEquals(eth, rt.routes().lookup(IpAddresses.parse("2001:db8::1")).interfaceIndex());
        assertTrue(rt.routes().delete(route));
        assertThrows(
                NetlinkException.class, () -> rt.routes().lookup(IpAddresses.parse("2001:db8::1")));
    }

    @Test
    void findsTheEntryWithAllItsNextHops() {
        rt.addresses().add(address("10.1.2.3/24"));
        rt.addresses().add(address("fd00::3/64").with(AddressFlag.NODAD));
        for (String[] each :
                new String[][] {
                    {"10.9.0.0/16", "10.1.2.1", "10.1.2.2", "10.9.8.7", "10.1.2.9"},
                    {"fd09::/64", "fd00::1", "fd00::2", "fd09::7", "fd00::9"}
                }) {
            List<NextHop> hops =
                    List.of(
                            NextHop.via(IpAddresses.parse(each[1]), eth),
                            NextHop.via(IpAddresses.parse(each[2]), eth));
            rt.routes().add(Route.to(prefix(each[0])).withNextHops(hops).withMtu(1400));
            Route found = rt.routes().match(IpAddresses.parse(each[3]));
            assertEquals(hops, found.nextHops());
            assertEquals(prefix(each[0]), found.destination());
            assertEquals(1400, found.mtu());
            Route onLink = rt.routes().match(IpAddresses.parse(each[4]));
            assertEquals(List.of(NextHop.dev(eth)), onLink.nextHops());
        }
        NetlinkException e =
                assertThrows(
                        NetlinkException.class,
                        () -> rt.routes().match(IpAddresses.parse("192.0.2.1")));
        assertEquals("ENETUNREACH", e.errnoName());
        rt.routes().add(Route.to(prefix("192.0.2.0/24")).withType(RouteType.BLACKHOLE));
        e =
                assertThrows(
                        NetlinkException.class,
                        () -> rt.routes().match(IpAddresses.parse("192.0.2.1")));
        assertEquals("EINVAL", e.errnoName());
    }

    @Test
    void onlinkTablesTypesAndMultipathWork() throws Exception {
        rt.addresses().add(address("10.1.2.3/32"));
        Route unreachable =
                Route.to(prefix("10.5.0.0/16")).via(IpAddresses.parse("172.16.0.1"), eth);
        NetlinkException e =
                assertThrows(NetlinkException.class, () -> rt.routes().add(unreachable));
        assertEquals(Optional.of("Nexthop has invalid gateway"), e.kernelText());
        Route onlink =
                Route.to(prefix("10.5.0.0/16"))
                        .viaOnlink(IpAddresses.parse("172.16.0.1"), eth)
                        .withTable(100_000);
        rt.routes().add(onlink);
        assertEquals(List.of(onlink), rt.routes().list(RouteFilter.all().inTable(100_000)));
        assertTrue(ip("-j route show table 100000").contains("onlink"));
        assertTrue(rt.routes().list(RouteFilter.all().inTable(4711)).isEmpty());
        assertTrue(rt.routes().list(RouteFilter.all().byInterface(4711)).isEmpty());
        for (String net : List.of("10.6.0.0/16", "fd06::/64")) {
            Route hole = Route.to(prefix(net)).withType(RouteType.BLACKHOLE).withProtocol(99);
            rt.routes().add(hole);
            Route seen =
                    rt.routes()
                            .list(RouteFilter.all().ofType(RouteType.BLACKHOLE).ofProtocol(99))
                            .get(0);
            assertEquals(hole.withMetric(seen.metric()), seen);
            assertTrue(rt.routes().delete(hole));
        }
        Route spread =
                Route.to(prefix("10.7.0.0/16"))
                        .withNextHops(
                                List.of(
                                        NextHop.via(IpAddresses.parse("172.16.0.1"), eth)
                                                .asOnlink(),
                                        NextHop.via(IpAddresses.parse("fd00::9"), eth)
                                                .asOnlink()
                                                .withWeight(3)))
                        .withProtocol(98);
        rt.routes().add(spread);
        assertEquals(List.of(spread), rt.routes().list(RouteFilter.all().ofProtocol(98)));
        String shown = ip("-j route show 10.7.0.0/16");
        assertTrue(shown.contains("\"weight\":3"), shown);
        assertTrue(shown.contains("fd00::9"), shown);
        assertTrue(rt.routes().delete(spread));
    }

    @Test
    void rulesWork() throws Exception {
        Rule v4 =
                Rule.lookup(false, 9, 2004)
                        .withFrom(prefix("10.0.0.0/8"))
                        .withTo(prefix("192.168.0.0/16"))
                        .withMark(0x200, 0xf00)
                        .withInputInterface("eth0")
                        .withProtocol(143);
        Rule v6 = Rule.lookup(true, 10, 5).withAction(RuleAction.UNREACHABLE);
        rt.rules().add(v4);
        rt.rules().add(v6);
        String shown = ip("-j rule show");
        assertTrue(shown.contains("\"priority\":9,\"src\":\"10.0.0.0\""), shown);
        assertTrue(shown.contains("\"fwmark\":\"0x200\",\"fwmask\":\"0xf00\""), shown);
        assertTrue(ip("-6 rule show").contains("unreachable"));
        assertTrue(rt.rules().list().contains(v4), rt.rules().list().toString());
        assertTrue(
                rt.rules().list().stream()
                        .anyMatch(
                                r ->
                                        r.ipv6()
                                                && r.priority() == 10
                                                && r.action() == RuleAction.UNREACHABLE));
        assertTrue(assertThrows(NetlinkException.class, () -> rt.rules().add(v4)).is("EEXIST"));
        assertTrue(rt.rules().delete(v4));
        assertFalse(rt.rules().delete(v4));
        assertTrue(rt.rules().delete(v6));
    }

    @Test
    void neighboursWork() throws Exception {
        for (String text : List.of("10.1.2.1", "fd00::1")) {
            Neighbour permanent = Neighbour.permanent(eth, IpAddresses.parse(text), MAC);
            rt.neighbours().replace(permanent);
            assertTrue(rt.neighbours().list(eth).contains(permanent));
            assertTrue(ip("-j neigh show dev eth0").contains("\"dst\":\"" + text + "\""));
            rt.neighbours()
                    .replace(
                            Neighbour.permanent(
                                    eth,
                                    IpAddresses.parse(text),
                                    MacAddress.parse("02:00:00:00:00:ff")));
            assertTrue(ip("neigh show " + text).contains("02:00:00:00:00:ff PERMANENT"));
            assertTrue(rt.neighbours().delete(permanent));
            assertFalse(rt.neighbours().delete(permanent));
            Neighbour proxy = Neighbour.proxy(eth, IpAddresses.parse(text));
            rt.neighbours().replace(proxy);
            assertTrue(rt.neighbours().list().contains(proxy), rt.neighbours().list().toString());
            assertTrue(rt.neighbours().delete(proxy));
            assertFalse(rt.neighbours().list(eth).contains(proxy));
        }
    }

    @Test
    void forwardingEntriesWork() throws Exception {
        int vxlan = rt.links().create(VxlanSpec.of("vx1", VxlanSettings.ofVni(7))).index();
        ForwardingEntry one = ForwardingEntry.vxlan(vxlan, MAC, IpAddresses.parse("192.0.2.1"));
        rt.neighbours().replace(one);
        rt.neighbours().replace(ForwardingEntry.vxlan(vxlan, MAC, IpAddresses.parse("192.0.2.2")));
        rt.neighbours()
                .replace(
                        ForwardingEntry.vxlan(
                                vxlan, MacAddress.ZERO, IpAddresses.parse("192.0.2.3")));
        String shown = Sandbox.shell(host, "bridge -j fdb show dev vx1");
        assertTrue(shown.contains("\"dst\":\"192.0.2.2\""), shown);
        assertFalse(shown.contains("192.0.2.1"), shown);
        assertTrue(shown.contains("192.0.2.3"), shown);
        assertEquals(2, rt.neighbours().forwarding(vxlan).size());
        assertTrue(
                rt.neighbours()
                        .delete(ForwardingEntry.vxlan(vxlan, MAC, IpAddresses.parse("192.0.2.2"))));
        assertEquals(1, rt.neighbours().forwarding(vxlan).size());
    }

    @Test
    void clsactWorks() throws Exception {
        assertTrue(rt.qdiscs().addClsact(eth));
        assertFalse(rt.qdiscs().addClsact(eth));
        assertTrue(Sandbox.shell(host, "tc -j qdisc show dev eth0").contains("clsact"));
        assertTrue(rt.qdiscs().list(eth).stream().anyMatch(q -> q.kind().equals("clsact")));
        assertTrue(rt.qdiscs().deleteClsact(eth));
        assertFalse(rt.qdiscs().deleteClsact(eth));
        assertFalse(rt.qdiscs().deleteClsact(4711));
        Sandbox.shell(host, "tc qdisc add dev eth0 ingress");
        assertThrows(NetlinkException.class, () -> rt.qdiscs().addClsact(eth));
        assertFalse(rt.qdiscs().deleteClsact(eth));
        assertTrue(Sandbox.shell(host, "tc qdisc show dev eth0").contains("ingress"));
    }

    @Test
    void listStaysConsistentWhileRoutesChange() throws Exception {
        rt.addresses().add(address("10.1.2.3/32"));
        for (int i = 0; i < 2000; i++) {
            rt.routes().add(numbered(i));
        }
        Handle other = sandbox.handle(host);
        Thread churn =
                new Thread(
                        () -> {
                            for (int i = 0; i < 3000; i++) {
                                other.routes().delete(numbered(5000));
                                other.routes().add(numbered(5000));
                            }
                        },
                        "churn");
        churn.start();
        while (churn.isAlive()) {
            long stable =
                    rt.routes().list(RouteFilter.all().family(false).ofProtocol(77)).stream()
                            .filter(r -> r.metric() < 5000)
                            .distinct()
                            .count();
            assertEquals(2000, stable);
        }
        churn.join();
    }

    private Route numbered(int i) {
        return Route.to(prefix("10.99.%d.%d/32".formatted(i / 256, i % 256)))
                .dev(eth)
                .withProtocol(77)
                .withMetric(i);
    }
}
