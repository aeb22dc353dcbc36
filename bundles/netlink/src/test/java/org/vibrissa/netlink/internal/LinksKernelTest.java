package org.vibrissa.netlink.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.MacAddress;
import org.vibrissa.netlink.GeneveSpec;
import org.vibrissa.netlink.Link;
import org.vibrissa.netlink.Link.LinkFlag;
import org.vibrissa.netlink.LinkChange;
import org.vibrissa.netlink.LinkChange.AddrGenMode;
import org.vibrissa.netlink.NetlinkException;
import org.vibrissa.netlink.NetworkNamespace;
import org.vibrissa.netlink.TapSpec;
import org.vibrissa.netlink.VethSpec;
import org.vibrissa.netlink.VxlanSettings;
import org.vibrissa.netlink.VxlanSpec;

@Tag("bpf")
class LinksKernelTest {
    private static final MacAddress MAC_A = MacAddress.parse("02:00:00:00:00:0a");
    private static final MacAddress MAC_B = MacAddress.parse("02:00:00:00:00:0b");

    private final Sandbox sandbox = new Sandbox();
    private NetworkNamespace host;
    private Handle rt;

    @BeforeEach
    void open() {
        host = sandbox.namespace();
        rt = sandbox.handle(host);
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private String ip(String arguments) throws Exception {
        return Sandbox.shell(host, "ip " + arguments);
    }

    @Test
    void createsVethWithPeerBornInAnotherNamespace() throws Exception {
        NetworkNamespace inner = sandbox.namespace();
        Link near =
                rt.links()
                        .create(
                                VethSpec.of("lxc1", "eth0")
                                        .withMac(MAC_A)
                                        .withPeerMac(MAC_B)
                                        .withMtu(1430)
                                        .withPeerNamespace(inner));
        assertEquals("veth", near.kind());
        assertEquals(Optional.of(MAC_A), near.mac());
        assertEquals(1430, near.mtu());
        assertTrue(near.peerNamespaceId().isPresent());
        Link far = sandbox.handle(inner).links().get("eth0");
        assertEquals(OptionalInt.of(far.index()), near.peerIndex());
        assertEquals(OptionalInt.of(near.index()), far.peerIndex());
        assertEquals(Optional.of(MAC_B), far.mac());
        assertEquals(1430, far.mtu());
        String shown = Sandbox.shell(inner, "ip -j -d link show eth0");
        assertTrue(shown.contains("\"address\":\"02:00:00:00:00:0b\""), shown);
        assertTrue(shown.contains("\"mtu\":1430"), shown);
        assertTrue(shown.contains("\"info_kind\":\"veth\""), shown);
    }

    @Test
    void appliesEveryKindOfChange() throws Exception {
        Link link = rt.links().create(VethSpec.of("a0", "a1"));
        rt.links()
                .change(
                        link.index(),
                        LinkChange.nothing()
                                .withMtu(1400)
                                .withMac(MAC_B)
                                .withName("renamed")
                                .withAlias("of endpoint 7")
                                .withTxQueueLength(77)
                                .withAddrGenMode(AddrGenMode.NONE)
                                .withUp());
        Link now = rt.links().find(link.index()).orElseThrow();
        assertEquals("renamed", now.name());
        assertEquals("of endpoint 7", now.alias());
        assertEquals(77, now.txQueueLength());
        assertTrue(now.isUp());
        String shown = ip("-j -d link show renamed");
        assertTrue(shown.contains("\"ifalias\":\"of endpoint 7\""), shown);
        assertTrue(shown.contains("\"inet6_addr_gen_mode\":\"none\""), shown);
        assertTrue(shown.contains("\"mtu\":1400"), shown);
        assertTrue(shown.contains("02:00:00:00:00:0b"), shown);
        assertTrue(ip("-j addr show renamed").contains("\"addr_info\":[]"));
        rt.links().change(link.index(), LinkChange.nothing().withAlias("").withDown());
        Link after = rt.links().get("renamed");
        assertFalse(after.isUp());
        assertEquals("", after.alias());
        assertEquals(Link.OperState.DOWN, after.operState());
    }

    @Test
    void movesLinkRenamesItAndSetsItUpInOneRequest() throws Exception {
        NetworkNamespace inner = sandbox.namespace();
        Link link = rt.links().create(VethSpec.of("b0", "b1"));
        rt.links()
                .change(
                        link.index(),
                        LinkChange.nothing().withNamespace(inner).withName("eth9").withUp());
        assertTrue(rt.links().find("b0").isEmpty());
        assertTrue(sandbox.handle(inner).links().get("eth9").isUp());
    }

    @Test
    void createsVxlanInExternalModeAndWithVni() throws Exception {
        Link external =
                rt.links()
                        .create(
                                VxlanSpec.of("vx0", VxlanSettings.externalMode().withPort(8472))
                                        .withMtu(1450));
        assertEquals(8472, external.vxlan().orElseThrow().port());
        assertTrue(external.vxlan().orElseThrow().external());
        String shown = ip("-j -d link show vx0");
        assertTrue(shown.contains("\"external\":true"), shown);
        assertTrue(shown.contains("\"port\":8472"), shown);
        VxlanSettings wanted =
                VxlanSettings.ofVni(42)
                        .withLocal(IpAddresses.parse("fd00::1"))
                        .withRemote(IpAddresses.parse("fd00::2"))
                        .withoutChecksums();
        Link vni = rt.links().create(VxlanSpec.of("vx42", wanted).withMac(MAC_A));
        assertEquals(Optional.of(wanted), vni.vxlan());
        String shownVni = ip("-j -d link show vx42");
        assertTrue(shownVni.contains("\"id\":42"), shownVni);
        assertTrue(shownVni.contains("\"remote6\":\"fd00::2\""), shownVni);
        assertTrue(shownVni.contains("\"udp_zero_csum6_rx\":true"), shownVni);
    }

    @Test
    void createsGeneveInExternalModeWhereTheKernelHasIt() throws Exception {
        try {
            Link geneve = rt.links().create(new GeneveSpec("gnv0", 6082));
            assertEquals("geneve", geneve.kind());
            String shown = ip("-j -d link show gnv0");
            assertTrue(shown.contains("\"external\":true"), shown);
            assertTrue(shown.contains("\"port\":6082"), shown);
        } catch (NetlinkException e) {
            assertEquals(Errno.EOPNOTSUPP, e.errno(), e.getMessage());
        }
    }

    @Test
    void createsPersistentTapInTheHandlesNamespace() throws Exception {
        Link tap =
                rt.links()
                        .create(
                                TapSpec.of("tap7")
                                        .withMac(MAC_A)
                                        .withMtu(1300)
                                        .withOwner(1234)
                                        .withVnetHeader()
                                        .withMultiQueue());
        assertEquals("tun", tap.kind());
        assertEquals(Optional.of(MAC_A), tap.mac());
        String shown = ip("-j -d link show tap7");
        assertTrue(shown.contains("\"persist\":true"), shown);
        assertTrue(shown.contains("\"type\":\"tap\""), shown);
        assertTrue(shown.contains("\"vnet_hdr\":true"), shown);
        assertTrue(shown.contains("\"multi_queue\":true"), shown);
        assertTrue(shown.contains("1234"), shown);
        assertTrue(shown.contains("\"mtu\":1300"), shown);
        NetlinkException again =
                assertThrows(NetlinkException.class, () -> rt.links().create(TapSpec.of("tap7")));
        assertEquals("create tap tap7: EEXIST: File exists", again.getMessage());
        assertTrue(rt.links().delete(tap.index()));
        assertTrue(rt.links().find("tap7").isEmpty());
    }

    @Test
    void tapThatCannotBeConfiguredIsNotLeftBehind() {
        NetlinkException e =
                assertThrows(
                        NetlinkException.class,
                        () -> rt.links().create(TapSpec.of("tap8").withMtu(1)));
        assertEquals("EINVAL", e.errnoName());
        assertTrue(rt.links().find("tap8").isEmpty());
    }

    @Test
    void errorNamesRequestErrnoAndKernelText() {
        rt.links().create(VethSpec.of("c0", "c1"));
        NetlinkException exists =
                assertThrows(
                        NetlinkException.class, () -> rt.links().create(VethSpec.of("c0", "c2")));
        assertTrue(exists.is("EEXIST"));
        assertTrue(exists.getMessage().startsWith("create veth c0: EEXIST: "), exists.getMessage());
        int index = rt.links().get("c0").index();
        NetlinkException mtu =
                assertThrows(
                        NetlinkException.class,
                        () -> rt.links().change(index, LinkChange.nothing().withMtu(10)));
        assertEquals(Optional.of("mtu less than device minimum"), mtu.kernelText());
        assertTrue(
                mtu.getMessage().contains("mtu 10: EINVAL: mtu less than device minimum"),
                mtu.getMessage());
        NetlinkException offset =
                assertThrows(
                        NetlinkException.class,
                        () ->
                                rt.links()
                                        .change(
                                                index,
                                                LinkChange.nothing().withAlias("x".repeat(300))));
        assertEquals(OptionalInt.of(LinkCodec.IFLA_IFALIAS), offset.attributeType());
        assertEquals(OptionalInt.of(32), offset.attributeOffset());
    }

    @Test
    void absentLinksAreAbsent() {
        assertTrue(rt.links().find("nothere").isEmpty());
        assertTrue(rt.links().find(4711).isEmpty());
        assertFalse(rt.links().delete(4711));
        NetlinkException e = assertThrows(NetlinkException.class, () -> rt.links().get("nothere"));
        assertEquals("get link nothere: ENODEV: No such device", e.getMessage());
        assertThrows(
                NetlinkException.class,
                () -> rt.links().change(4711, LinkChange.nothing().withUp()));
    }

    @Test
    void listsAllWithFlagsAndCounters() throws Exception {
        Link a = rt.links().create(VethSpec.of("d0", "d1"));
        rt.links().change(a.index(), LinkChange.nothing().withUp());
        rt.links().change(rt.links().get("d1").index(), LinkChange.nothing().withUp());
        rt.links().change(1, LinkChange.nothing().withUp());
        Sandbox.shell(host, "ip addr add 127.0.0.2/8 dev lo; ping -c1 -W2 127.0.0.2");
        Link lo = rt.links().get("lo");
        assertTrue(lo.flags().contains(LinkFlag.LOOPBACK));
        assertEquals(772, lo.type());
        assertTrue(lo.stats().rxPackets() >= 2);
        assertEquals(lo.stats().rxBytes(), lo.stats().txBytes());
        assertEquals(Link.OperState.UP, rt.links().get("d0").operState());
        assertTrue(rt.links().list().stream().map(Link::name).toList().contains("d1"));
        Sandbox.shell(host, "ip link property add dev d0 altname other-name");
        assertEquals("other-name", rt.links().get("d0").altNames().get(0));
        assertTrue(rt.links().find("other-name").isEmpty());
    }

    @Test
    void joinsAndLeavesBridge() throws Exception {
        ip("link add br0 type bridge");
        int bridge = rt.links().get("br0").index();
        Link port = rt.links().create(VethSpec.of("e0", "e1"));
        rt.links().change(port.index(), LinkChange.nothing().withMaster(bridge));
        assertEquals(OptionalInt.of(bridge), rt.links().get("e0").master());
        rt.links().change(port.index(), LinkChange.nothing().withMaster(0));
        assertTrue(rt.links().get("e0").master().isEmpty());
    }

    @Test
    void thousandVethPairsLeakNoFileDescriptor() throws Exception {
        NetworkNamespace inner = sandbox.namespace();
        VethSpec spec = VethSpec.of("f0", "eth0").withPeerNamespace(inner);
        rt.links().delete(rt.links().create(spec).index());
        long before = Sandbox.openFiles();
        for (int i = 0; i < 1000; i++) {
            assertTrue(rt.links().delete(rt.links().create(spec).index()));
        }
        assertEquals(before, Sandbox.openFiles());
        assertEquals(1, rt.links().list().size());
    }
}
