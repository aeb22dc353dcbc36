package org.vibrissa.overlay.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.MacAddress;
import org.vibrissa.netlink.Link;
import org.vibrissa.netlink.VxlanSettings;
import org.vibrissa.netlink.VxlanSpec;
import org.vibrissa.node.ForwardMode.Traffic;
import org.vibrissa.node.Peer;
import org.vibrissa.overlay.internal.bpf.TunnelPeer;
import org.vibrissa.overlay.internal.bpf.TunnelPeerKey;

/** Two hosts with our stages and packets between their endpoints. */
@Tag("bpf")
class TunnelKernelTest {
    @TempDir private Path folder;
    private TestHost one;
    private TestHost two;

    @BeforeEach
    void start() throws IOException {
        one = new TestHost(1, folder.resolve("1"));
        two = new TestHost(2, folder.resolve("2"));
        TestHost.connect(one.namespace(), two.namespace());
        one.plug();
        two.plug();
    }

    @AfterEach
    void end() {
        if (one != null) {
            one.close();
        }
        if (two != null) {
            two.close();
        }
    }

    private void introduce(Format format, boolean outerIpv6) {
        one.know(two.peer(outerIpv6), one.underlay(outerIpv6), format);
        two.know(one.peer(outerIpv6), two.underlay(outerIpv6), format);
    }

    private void assertPing(TestHost from, String target) {
        Shell.Outcome outcome = from.ping(target, 3);
        assertEquals(0, outcome.code(), () -> outcome.output() + one.drops() + "\n" + two.drops());
    }

    @ParameterizedTest
    @CsvSource({"VXLAN, false", "VXLAN, true", "GENEVE, false", "GENEVE, true"})
    void carriesBothFamiliesOverBoth(Format format, boolean outerIpv6) {
        introduce(format, outerIpv6);
        for (boolean ipv6 : new boolean[] {false, true}) {
            assertPing(one, two.endpointAddress(ipv6));
            assertPing(two, one.endpointAddress(ipv6));
            assertEquals(0, one.pingFromHost(two.endpointAddress(ipv6)).code());
            assertPing(one, TestHost.address(ipv6, 2, 1));
            Transfer.check(one, two, ipv6);
        }
        Traffic sent = one.overlay().traffic(format);
        Traffic received = two.overlay().traffic(format);
        assertTrue(sent.sentPackets() > 100, sent::toString);
        Shell.await(
                "both ends to have counted the same",
                () ->
                        one.overlay().traffic(format).sentBytes()
                                == two.overlay().traffic(format).receivedBytes());
        assertTrue(received.receivedBytes() > 16 << 20, received::toString);
    }

    @ParameterizedTest
    @EnumSource
    void losesNothingWhenTheDaemonStartsAnew(Format format) throws Exception {
        introduce(format, false);
        assertPing(one, two.endpointAddress(false));
        AtomicBoolean started = new AtomicBoolean();
        CompletableFuture<List<Shell.Outcome>> streams =
                CompletableFuture.supplyAsync(
                        () -> {
                            List<Shell.Outcome> ended = new ArrayList<>();
                            do {
                                ended.add(one.ping(two.endpointAddress(false), 0.01, 100));
                            } while (!started.get());
                            return ended;
                        });
        long before = one.overlay().traffic(format).sentPackets();
        Shell.await(
                "the stream to flow",
                () -> one.overlay().traffic(format).sentPackets() > before + 3);
        for (int i = 0; i < 3; i++) {
            one.restart();
            assertTrue(one.overlay().status(format).ready());
            one.overlay().prepare(format, List.of(two.peer(false)));
        }
        started.set(true);
        for (Shell.Outcome stream : streams.get(30, TimeUnit.SECONDS)) {
            assertTrue(stream.output().contains(" 0% packet loss"), stream::output);
        }
        assertPing(two, one.endpointAddress(true));
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void carriesTunnelsThatEndpointsMakeThemselves(boolean outerIpv6) {
        introduce(Format.VXLAN, outerIpv6);
        for (TestHost host : List.of(one, two)) {
            TestHost other = host == one ? two : one;
            host.inEndpoint(
                    () ->
                            Shell.here(
                                    ("ip link add vx0 mtu 1300 up type vxlan id 55 dstport 4789"
                                                    + " local %s remote %s nolearning;"
                                                    + " ip addr add 172.31.0.%s/24 dev vx0")
                                            .formatted(
                                                    host.endpointAddress(false),
                                                    other.endpointAddress(false),
                                                    host == one ? 1 : 2)));
        }
        Transfer.send(one::inEndpoint, two::inEndpoint, "172.31.0.2");
        assertEquals(List.of(), one.drops());
        assertEquals(List.of(), two.drops());
    }

    @Test
    void keepsPeersOfTheEarlierDaemonUntilEachModeIsPreparedAnew() {
        introduce(Format.VXLAN, false);
        one.overlay().prepare(Format.GENEVE, List.of(two.peer(true)));
        int rows = rows().size();
        one.restart();
        one.overlay().prepare(Format.VXLAN, List.of());
        assertEquals(rows, rows().size(), "Geneve's peers are not known yet");
        one.overlay().prepare(Format.GENEVE, List.of());
        assertTrue(
                rows().values().stream().allMatch(peer -> peer.node() == 0),
                "only the host's own addresses are left");
        one.overlay().retire(Format.VXLAN);
        one.overlay().retire(Format.GENEVE);
        assertEquals(Map.of(), rows());
    }

    private Map<TunnelPeerKey, TunnelPeer> rows() {
        BpfMap<TunnelPeerKey, TunnelPeer> map =
                one.datapath()
                        .loader("org.vibrissa.overlay", "1.0.0")
                        .pinned("vib_tunnel_peers", 1, TunnelPeerKey.CODEC, TunnelPeer.CODEC)
                        .orElseThrow();
        return map.entries();
    }

    @Test
    void followsAddressesThatComeAndGo() {
        introduce(Format.VXLAN, false);
        int before = rows().size();
        Shell.must(one.namespace(), "ip addr add 192.0.2.101/24 dev under");
        Shell.await("rows of the new address", () -> rows().size() == before + 2);
        Shell.must(one.namespace(), "ip addr del 192.0.2.101/24 dev under");
        Shell.await("rows of the address to go", () -> rows().size() == before);
    }

    @Test
    void changesItsPortInPlace() {
        introduce(Format.VXLAN, false);
        Map<String, Integer> other = Map.of("vxlan_port", 4790);
        one.overlay().apply(TestHost.settings(other));
        two.overlay().apply(TestHost.settings(other));
        assertPing(one, two.endpointAddress(false));
        Link device = one.net().links().get("vib_vxlan");
        assertEquals(4790, device.vxlan().orElseThrow().port());
    }

    @Test
    void dropsTunnelsOfStrangers() {
        introduce(Format.VXLAN, false);
        two.overlay().prepare(Format.VXLAN, List.of());
        one.ping(two.endpointAddress(false), 2);
        assertTrue(
                two.drops().stream().anyMatch(drop -> drop.reason() == 172 && drop.packets() >= 2),
                () -> two.drops().toString());
    }

    @Test
    void takesSlotsAndDeviceAndGivesThemBack() {
        introduce(Format.VXLAN, false);
        Link device = one.net().links().get("vib_vxlan");
        assertTrue(device.isUp());
        assertTrue(device.vxlan().orElseThrow().external());
        assertEquals(8472, device.vxlan().orElseThrow().port());
        assertEquals("vib_vxlan", one.overlay().status(Format.VXLAN).device());
        one.overlay().prepare(Format.VXLAN, List.of(two.peer(false)));
        assertEquals(device.index(), one.net().links().get("vib_vxlan").index());
        one.overlay().retire(Format.VXLAN);
        one.overlay().retire(Format.VXLAN);
        assertTrue(one.net().links().find("vib_vxlan").isEmpty());
        assertEquals("idle", one.overlay().status(Format.VXLAN).state());
        one.overlay().prepare(Format.VXLAN, List.of(two.peer(false)));
        assertEquals(0, one.overlay().traffic(Format.VXLAN).sentPackets());
        assertPing(one, two.endpointAddress(false));
    }

    @Test
    void tellsWhatKeepsItFromWorking() {
        assertEquals(List.of(), one.overlay().check(Format.VXLAN, List.of(two.peer(false))));
        List<String> self = one.overlay().check(Format.VXLAN, List.of(one.peer(false)));
        assertTrue(self.get(0).contains("192.0.2.1, an address of this host"), self::toString);
        one.net().links().create(VxlanSpec.of("other0", VxlanSettings.ofVni(5).withPort(8472)));
        List<String> taken = one.overlay().check(Format.VXLAN, List.of());
        assertTrue(taken.get(0).contains("device other0"), taken::toString);
        one.net().links().create(VxlanSpec.of("vib_vxlan", VxlanSettings.ofVni(6).withPort(4791)));
        List<String> named = one.overlay().check(Format.VXLAN, List.of());
        assertTrue(named.get(0).contains("not ours"), named::toString);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void speaksWithTheKernelsVxlanDevice(boolean outerIpv6) {
        two.overlay().retire(Format.VXLAN);
        two.unplugRoots();
        String remote = IpAddresses.format(one.underlay(outerIpv6));
        String local = IpAddresses.format(two.underlay(outerIpv6));
        Shell.must(
                two.namespace(),
                ("ip link add vx0 address 02:00:00:00:00:77 up type vxlan id 2 dstport 8472"
                                + " local %s remote %s dev under nolearning udp6zerocsumrx udp6zerocsumtx;"
                                + " ip addr add 10.9.0.7/24 dev vx0; ip addr add fd00:9::7/64 dev vx0 nodad;"
                                + " ip route add 10.1.0.0/24 dev vx0 mtu 1400;"
                                + " ip route add fd00:1::/64 dev vx0 mtu 1400;"
                                + " ip neigh add %s dev vx0 lladdr 02:00:00:00:00:01;"
                                + " ip neigh add %s dev vx0 lladdr 02:00:00:00:00:01")
                        .formatted(
                                local,
                                remote,
                                one.endpointAddress(false),
                                one.endpointAddress(true)));
        Peer foreign =
                new Peer(
                        "switch",
                        9,
                        List.of(two.underlay(outerIpv6)),
                        List.of(TestHost.prefix(false, 9), TestHost.prefix(true, 9)),
                        "default",
                        Optional.of(MacAddress.parse("02:00:00:00:00:77")));
        one.know(foreign, one.underlay(outerIpv6), Format.VXLAN);
        for (boolean ipv6 : new boolean[] {false, true}) {
            String there = TestHost.address(ipv6, 9, 7);
            assertPing(one, there);
            assertEquals(0, two.pingFromHost(one.endpointAddress(ipv6)).code());
            Transfer.send(one::inEndpoint, two::inHost, there);
            Transfer.send(two::inHost, one::inEndpoint, one.endpointAddress(ipv6));
        }
    }
}
