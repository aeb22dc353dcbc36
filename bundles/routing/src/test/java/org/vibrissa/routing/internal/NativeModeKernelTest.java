package org.vibrissa.routing.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.netlink.NetworkNamespace;
import org.vibrissa.node.ForwardMode;
import org.vibrissa.node.Peer;

@Tag("bpf")
class NativeModeKernelTest {
    private static final String PREFIX = "10.2.0.0/24";
    private static final String PREFIX6 = "fd00:2::/64";

    private final Hosts hosts = new Hosts();
    private final FakeStage stage = new FakeStage();
    private NetworkNamespace host;
    private NativeMode mode;
    @TempDir private Path folder;

    @BeforeEach
    void underlay() {
        host = hosts.make();
        hosts.run(
                host,
                "ip link add under type veth peer name far;"
                        + " sysctl -qw net.ipv6.conf.under.accept_dad=0;"
                        + " ip addr add 192.0.2.1/24 dev under;"
                        + " ip addr add 2001:db8::1/64 dev under nodad;"
                        + " ip link set far up; ip link set under up");
        mode = start("direct");
    }

    @AfterEach
    void end() {
        mode.deactivate();
        hosts.close();
    }

    private NativeMode start(String nextHop) {
        var net = hosts.netlink(host);
        return new NativeMode(
                net,
                stage,
                new ReversePath(hosts.settings(host), net.links(), folder.resolve("rp")),
                new Settings(nextHop));
    }

    private static Peer peer(String name, List<String> addresses, String... prefixes) {
        return new Peer(
                name,
                name.hashCode(),
                addresses.stream().map(IpAddresses::parse).toList(),
                Arrays.stream(prefixes).map(IpPrefix::parse).toList(),
                "default",
                Optional.empty());
    }

    private static final Peer ON_LINK = peer("worker-2", List.of("192.0.2.2"), PREFIX);

    private List<String> routes() {
        List<String> lines = new ArrayList<>();
        for (String family : new String[] {"-4", "-6"}) {
            hosts.run(host, "ip -N " + family + " route show proto 118")
                    .lines()
                    .map(line -> line.replaceAll(" pref \\w+", "").strip())
                    .filter(line -> !line.isEmpty())
                    .forEach(lines::add);
        }
        return lines;
    }

    private void awaitRoutes(String... lines) {
        Hosts.await(
                "routes " + List.of(lines) + ", there are " + routes(),
                () -> routes().equals(List.of(lines)));
    }

    @Test
    void sendsToAPeerOnLink() {
        assertEquals(List.of(), mode.check(List.of(ON_LINK)));
        assertEquals(List.of(), routes(), "a check changes nothing");
        mode.prepare(List.of(ON_LINK));
        mode.prepare(List.of(ON_LINK));
        assertEquals(List.of("10.2.0.0/24 via 192.0.2.2 dev under metric 2048"), routes());
        assertTrue(stage.claimed);
        PrefixRoute route = mode.state().get(0);
        assertEquals("installed", route.state());
        assertEquals(1500, route.mtu());
        mode.retire();
        assertEquals(List.of(), routes());
        assertFalse(stage.claimed);
        assertEquals(List.of(), mode.state());
    }

    @Test
    void takesTheSlotOfAnEarlierVersionAtOnce() {
        assertFalse(stage.claimed);
        stage.inherited = true;
        NativeMode next = start("direct");
        assertTrue(stage.claimed, "before anybody prepares it");
        next.deactivate();
    }

    @Test
    void refusesAPeerBehindARouterAndNamesIt() {
        hosts.run(host, "ip route add 198.51.100.0/24 via 192.0.2.9");
        Peer far = peer("worker-3", List.of("198.51.100.3"), PREFIX);
        List<String> problems = mode.check(List.of(far));
        assertEquals(1, problems.size());
        for (String part : List.of("worker-3", "198.51.100.3", "192.0.2.9", "under")) {
            assertTrue(problems.get(0).contains(part), problems.get(0));
        }
        assertTrue(
                assertThrows(IllegalStateException.class, () -> mode.prepare(List.of(far, ON_LINK)))
                        .getMessage()
                        .contains("192.0.2.9"));
        assertEquals(List.of(), routes().stream().filter(r -> r.contains("192.0.2.9")).toList());
    }

    @Test
    void keepsWhatWasReadyWhenOnePeerIsRefused() {
        Peer nowhere = peer("worker-4", List.of("203.0.113.4"), "10.4.0.0/24");
        assertThrows(IllegalStateException.class, () -> mode.prepare(List.of(nowhere, ON_LINK)));
        assertEquals(List.of("10.2.0.0/24 via 192.0.2.2 dev under metric 2048"), routes());
        assertTrue(mode.state().get(0).state().contains("no route to worker-4 (203.0.113.4)"));
        mode.prepare(List.of(ON_LINK));
    }

    @Test
    void sendsThroughRoutersWhenTold() {
        hosts.run(host, "ip route add 198.51.100.0/24 via 192.0.2.9");
        Peer far = peer("worker-3", List.of("198.51.100.3"), PREFIX);
        mode.modified(new Settings("gateway"));
        mode.prepare(List.of(far));
        assertEquals(List.of("10.2.0.0/24 via 192.0.2.9 dev under metric 2048"), routes());
        hosts.run(host, "ip route replace 198.51.100.0/24 via 192.0.2.8");
        awaitRoutes("10.2.0.0/24 via 192.0.2.8 dev under metric 2048");
        hosts.run(
                host,
                "ip route replace 198.51.100.0/24"
                        + " nexthop via 192.0.2.8 dev under nexthop via 192.0.2.9 dev under");
        Hosts.await("both next hops", () -> mode.state().get(0).ways().size() == 2);
        assertTrue(hosts.run(host, "ip route show 10.2.0.0/24").contains("nexthop via 192.0.2.9"));
        mode.modified(new Settings("direct"));
        assertEquals(List.of(), routes());
        assertTrue(mode.state().get(0).state().contains("not on link"));
    }

    @Test
    void sendsIpv6OverIpv6() {
        Peer both = peer("worker-2", List.of("192.0.2.2", "2001:db8::2"), PREFIX, PREFIX6);
        mode.prepare(List.of(both));
        assertEquals(
                List.of(
                        "10.2.0.0/24 via 192.0.2.2 dev under metric 2048",
                        "fd00:2::/64 via 2001:db8::2 dev under metric 2048"),
                routes());
        List<Way> ways = stage.ways.get(both.id());
        assertEquals(
                List.of(IpAddresses.parse("2001:db8::2")), ways.stream().map(Way::next).toList());
        mode.prepare(List.of(ON_LINK));
        assertEquals(Map.of(), stage.ways);
        Peer six = peer("worker-6", List.of("2001:db8::2"), PREFIX, PREFIX6);
        mode.prepare(List.of(six));
        assertEquals(
                List.of(
                        "10.2.0.0/24 via inet6 2001:db8::2 dev under metric 2048",
                        "fd00:2::/64 via 2001:db8::2 dev under metric 2048"),
                routes());
        assertEquals(Map.of(), stage.ways, "the node's own hops are of IPv6");
    }

    @Test
    void refusesIpv6WithoutAnIpv6Address() {
        Peer peer = peer("worker-2", List.of("192.0.2.2"), PREFIX, PREFIX6);
        assertEquals(
                List.of(
                        "worker-2 has no IPv6 address, and IPv6 packets cannot be sent to an IPv4"
                                + " next hop"),
                mode.check(List.of(peer)));
    }

    @Test
    void refusesItsOwnAddressAndRoutesToNowhere() {
        hosts.run(host, "ip route add blackhole 203.0.113.0/24");
        assertTrue(
                mode.check(List.of(peer("me", List.of("192.0.2.1"), PREFIX)))
                        .get(0)
                        .contains("me (192.0.2.1) has an address of this host"));
        assertFalse(mode.check(List.of(peer("hole", List.of("203.0.113.1"), PREFIX))).isEmpty());
    }

    @Test
    void leavesForeignRoutesAlone() {
        hosts.run(host, "ip route add 10.2.0.0/24 via 192.0.2.7 proto static metric 50");
        mode.prepare(List.of(ON_LINK));
        assertEquals(List.of("10.2.0.0/24 via 192.0.2.2 dev under metric 2048"), routes());
        mode.retire();
        assertTrue(hosts.run(host, "ip route show 10.2.0.0/24").contains("192.0.2.7"));

        hosts.run(host, "ip route add 10.2.0.0/24 via 192.0.2.7 proto static metric 2048");
        String problem = mode.check(List.of(ON_LINK)).get(0);
        assertTrue(
                problem.contains("10.2.0.0/24 via 192.0.2.7 dev under proto 4 metric 2048"),
                problem);
        assertTrue(
                assertThrows(IllegalStateException.class, () -> mode.prepare(List.of(ON_LINK)))
                        .getMessage()
                        .contains("192.0.2.7"));
        assertTrue(hosts.run(host, "ip route show 10.2.0.0/24 metric 2048").contains("192.0.2.7"));
        hosts.run(host, "ip route del 10.2.0.0/24 via 192.0.2.7 metric 2048");
        awaitRoutes("10.2.0.0/24 via 192.0.2.2 dev under metric 2048");
    }

    @Test
    void takesAwayWhatIsStaleAfterARestart() {
        mode.prepare(List.of(ON_LINK, peer("gone", List.of("192.0.2.3"), "10.3.0.0/24")));
        mode.deactivate();
        hosts.run(host, "ip route add 10.9.0.0/24 dev under proto 118");
        mode = start("direct");
        assertEquals(3, routes().size(), "all stay until the peers are known");
        mode.prepare(List.of(ON_LINK));
        assertEquals(
                List.of(
                        "10.2.0.0/24 via 192.0.2.2 dev under metric 2048",
                        "10.9.0.0/24 dev under scope 253"),
                routes(),
                "another metric is another part's route");
    }

    @Test
    void comesBackWithTheDevice() {
        mode.prepare(List.of(ON_LINK));
        hosts.run(host, "ip link del under");
        Hosts.await("word of the lost way", () -> mode.state().get(0).problem().isPresent());
        assertEquals(List.of(), routes());
        hosts.run(
                host,
                "ip link add under type veth peer name far; ip addr add 192.0.2.1/24 dev under;"
                        + " ip link set far up; ip link set under up");
        awaitRoutes("10.2.0.0/24 via 192.0.2.2 dev under metric 2048");
        Hosts.await("no problem", () -> mode.state().get(0).problem().isEmpty());
        hosts.run(host, "ip link set under down");
        Hosts.await(
                "word of the device that is down", () -> mode.state().get(0).problem().isPresent());
        hosts.run(host, "ip link set under up");
        awaitRoutes("10.2.0.0/24 via 192.0.2.2 dev under metric 2048");
    }

    @Test
    void followsANewNameOfTheDevice() {
        hosts.run(host, "sysctl -qw net.ipv4.conf.under.rp_filter=1");
        mode.prepare(List.of(ON_LINK));
        assertEquals("2", filterOf("under"));
        hosts.run(host, "ip link set under name outer.5");
        Hosts.await(
                "the new name",
                () ->
                        mode.state().get(0).ways().stream()
                                .anyMatch(way -> way.device().equals("outer.5")));
        assertEquals(List.of("10.2.0.0/24 via 192.0.2.2 dev outer.5 metric 2048"), routes());
        mode.retire();
        assertEquals("1", filterOf("outer.5"));
    }

    @Test
    void loosensAStrictFilterAndPutsItBackAfterARestart() {
        hosts.run(host, "sysctl -qw net.ipv4.conf.all.rp_filter=1 net.ipv4.conf.under.rp_filter=0");
        mode.prepare(List.of(ON_LINK));
        assertEquals("2", filterOf("under"));
        assertEquals(Map.of("net/ipv4/conf/under/rp_filter", "0"), mode.settingsBefore());
        mode.deactivate();
        mode = start("direct");
        mode.prepare(List.of(ON_LINK));
        mode.retire();
        assertEquals("0", filterOf("under"));
        assertEquals(Map.of(), mode.settingsBefore());
    }

    @Test
    void leavesAFilterThatIsNotStrict() {
        for (String value : new String[] {"0", "2"}) {
            hosts.run(
                    host,
                    "sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.under.rp_filter="
                            + value);
            mode.prepare(List.of(ON_LINK));
            assertEquals(value, filterOf("under"));
            assertEquals(Map.of(), mode.settingsBefore());
            mode.retire();
        }
    }

    @Test
    void obeysTheMtuOfTheRouteToThePeer() {
        hosts.run(host, "ip route add 192.0.2.2/32 dev under mtu 1300");
        mode.prepare(List.of(ON_LINK));
        assertEquals(1300, mode.state().get(0).mtu());
    }

    private String filterOf(String device) {
        return hosts.settings(host).read("net/ipv4/conf/" + device + "/rp_filter");
    }

    private record Settings(String next_hop) implements RoutingSettings {
        @Override
        public Class<? extends Annotation> annotationType() {
            return RoutingSettings.class;
        }
    }

    private static final class FakeStage implements Stage {
        private boolean claimed;
        private boolean inherited;
        private Map<Integer, List<Way>> ways = Map.of();

        @Override
        public boolean inherited() {
            return inherited;
        }

        @Override
        public void claim() {
            claimed = true;
        }

        @Override
        public void waysOfIpv6(Map<Integer, List<Way>> wanted) {
            ways = new HashMap<>(wanted);
        }

        @Override
        public ForwardMode.Traffic traffic() {
            return new ForwardMode.Traffic(0, 0, 0, 0);
        }

        @Override
        public void release() {
            claimed = false;
        }
    }
}
