package org.vibrissa.netlink.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.net.MacAddress;
import org.vibrissa.netlink.ForwardingEntry;
import org.vibrissa.netlink.InterfaceAddress;
import org.vibrissa.netlink.InterfaceAddress.AddressFlag;
import org.vibrissa.netlink.InterfaceName;
import org.vibrissa.netlink.Link;
import org.vibrissa.netlink.Neighbour;
import org.vibrissa.netlink.NetlinkException;
import org.vibrissa.netlink.NextHop;
import org.vibrissa.netlink.NftTable;
import org.vibrissa.netlink.NftTable.NftChain;
import org.vibrissa.netlink.NftTable.NftSet;
import org.vibrissa.netlink.Route;
import org.vibrissa.netlink.Route.RouteType;
import org.vibrissa.netlink.Rule;
import org.vibrissa.netlink.VethSpec;
import org.vibrissa.netlink.VxlanSettings;
import org.vibrissa.netlink.VxlanSpec;

class CodecTest {
    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:01");

    private static Message message(int type, Consumer<MessageWriter> body) {
        MessageWriter writer = new MessageWriter();
        body.accept(writer.begin(type, 0, 7));
        return Message.take(writer.finish());
    }

    private static ByteBuffer bytes(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length).order(ByteOrder.nativeOrder());
        for (int value : values) {
            buffer.put((byte) value);
        }
        return buffer.flip();
    }

    @Test
    void routesComeBackAsWritten() {
        Route base = Route.to(IpPrefix.parse("10.1.0.0/16"));
        List<Route> routes =
                List.of(
                        base.via(IpAddresses.parse("10.0.0.1"), 7).withMtu(1400).withMetric(9),
                        base.viaOnlink(IpAddresses.parse("10.0.0.1"), 7).withTable(0xffff_fff0),
                        base.via(IpAddresses.parse("fd00::1"), 7),
                        base.dev(7).withSource(IpAddresses.parse("10.1.0.1")),
                        base.withType(RouteType.BLACKHOLE).withProtocol(255),
                        Route.to(IpPrefix.any(true)).via(IpAddresses.parse("fd00::1"), 3),
                        base.withNextHops(
                                List.of(
                                        NextHop.via(IpAddresses.parse("10.0.0.1"), 7).asOnlink(),
                                        NextHop.dev(8).withWeight(256))));
        for (Route route : routes) {
            assertEquals(
                    Optional.of(route),
                    RouteDecoder.decode(
                            message(Rtm.NEWROUTE, out -> RouteEncoder.route(out, route))));
        }
    }

    @Test
    void otherObjectsComeBackAsWritten() {
        InterfaceAddress address =
                InterfaceAddress.of(3, IpPrefix.parse("fd00::1/64")).with(AddressFlag.NODAD);
        assertEquals(
                Optional.of(address),
                AddressCodec.decode(
                        message(Rtm.NEWADDR, out -> AddressCodec.encode(out, address))));
        Rule rule =
                Rule.lookup(true, 0xffff_fff0, 100_000)
                        .withFrom(IpPrefix.parse("fd00::/8"))
                        .withMark(0xffff_fffeL, 0xffff_ffffL);
        assertEquals(
                Optional.of(rule),
                RuleCodec.decode(message(Rtm.NEWRULE, out -> RuleCodec.encode(out, rule))));
        Neighbour neighbour = Neighbour.permanent(3, IpAddresses.parse("10.0.0.1"), MAC);
        assertEquals(
                Optional.of(neighbour),
                NeighbourCodec.decode(
                        message(Rtm.NEWNEIGH, out -> NeighbourCodec.encode(out, neighbour))));
        ForwardingEntry entry = ForwardingEntry.vxlan(3, MAC, IpAddresses.parse("fd00::1"));
        assertEquals(
                Optional.of(entry),
                NeighbourCodec.decodeForwarding(
                        message(Rtm.NEWNEIGH, out -> NeighbourCodec.encode(out, entry))));
        VxlanSettings settings =
                VxlanSettings.ofVni(0xff_ffff)
                        .withLocal(IpAddresses.parse("10.0.0.1"))
                        .withLower(4);
        Link link =
                LinkCodec.decode(
                        message(
                                Rtm.NEWLINK,
                                out ->
                                        LinkCreation.vxlan(
                                                out, VxlanSpec.of("vx", settings).withMac(MAC))));
        assertEquals(Optional.of(settings), link.vxlan());
        assertEquals("vx", link.name());
        assertEquals(Optional.of(MAC), link.mac());
        assertEquals(Set.of(), link.flags());
    }

    @Test
    void refusesBrokenFraming() {
        List<ByteBuffer> broken =
                List.of(
                        bytes(1, 2, 3),
                        bytes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                        bytes(15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                        bytes(17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                        bytes(255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        for (ByteBuffer datagram : broken) {
            assertThrows(MalformedMessage.class, () -> Message.take(datagram));
        }
        List<ByteBuffer> attributes =
                List.of(
                        bytes(0, 0, 1, 0),
                        bytes(3, 0, 1, 0),
                        bytes(5, 0, 1, 0),
                        bytes(255, 255, 1, 0));
        for (ByteBuffer run : attributes) {
            assertThrows(MalformedMessage.class, () -> Attributes.of(run));
        }
        Attributes shortOne = Attributes.of(bytes(5, 0, 1, 0, 9, 0, 0, 0));
        assertThrows(MalformedMessage.class, () -> shortOne.u32(1));
        assertEquals(9, shortOne.u8(1).orElseThrow());
        assertEquals(Optional.empty(), shortOne.address(1));
        assertEquals(Optional.empty(), shortOne.mac(1));
    }

    @Test
    void noMutationOfAMessageLoopsOrEscapesAsAnotherError() {
        Random random = new Random(20260101);
        Route route =
                Route.to(IpPrefix.parse("10.1.0.0/16"))
                        .withNextHops(
                                List.of(
                                        NextHop.via(IpAddresses.parse("10.0.0.1"), 7),
                                        NextHop.dev(8)));
        List<Message> seeds =
                List.of(
                        message(Rtm.NEWROUTE, out -> RouteEncoder.route(out, route)),
                        message(
                                Rtm.NEWLINK,
                                out ->
                                        LinkCreation.vxlan(
                                                out, VxlanSpec.of("vx", VxlanSettings.ofVni(7)))),
                        message(
                                Rtm.NEWADDR,
                                out ->
                                        AddressCodec.encode(
                                                out,
                                                InterfaceAddress.of(
                                                        3, IpPrefix.parse("fd00::1/64")))),
                        message(
                                Rtm.NEWNEIGH,
                                out ->
                                        NeighbourCodec.encode(
                                                out,
                                                Neighbour.permanent(
                                                        3, IpAddresses.parse("10.0.0.1"), MAC))));
        int refused = 0;
        for (int round = 0; round < 100_000; round++) {
            Message seed = seeds.get(random.nextInt(seeds.size()));
            byte[] copy = Attributes.bytes(seed.payload());
            for (int i = random.nextInt(4); i >= 0; i--) {
                copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
            }
            ByteBuffer payload =
                    ByteBuffer.wrap(copy, 0, random.nextInt(copy.length + 1))
                            .slice()
                            .order(ByteOrder.nativeOrder());
            Message mutant = new Message(seed.type(), 0, 0, payload);
            try {
                EventStream.EventDecoder.decode(mutant);
                RuleCodec.decode(new Message(Rtm.NEWRULE, 0, 0, payload));
                Acknowledgement.of(new Message(Message.ERROR, 0x200, 0, payload));
            } catch (MalformedMessage e) {
                refused++;
            }
        }
        assertTrue(refused > 1000, refused + " refused");
    }

    @Test
    void acknowledgementCarriesTextOffsetAndMissingAttribute() {
        Message capped =
                message(
                        Message.ERROR,
                        out -> {
                            out.u32(-22).u32(16).u32(0).u32(7).u32(0);
                            out.attribute(1, "mtu is silly").attribute32(2, 24);
                        });
        Message withFlags = new Message(Message.ERROR, 0x300, 7, capped.payload());
        Acknowledgement answer = Acknowledgement.of(withFlags);
        assertEquals(new Acknowledgement(22, "mtu is silly", 24, -1), answer);
        MessageWriter sent = new MessageWriter();
        sent.begin(Rtm.SETLINK, 0, 7).u32(0).u32(0).attribute32(4, 10).finish();
        NetlinkException e = answer.toException("change link 5 mtu 10", sent);
        assertEquals(
                "change link 5 mtu 10: EINVAL: mtu is silly (attribute 4 at offset 24)",
                e.getMessage());
        assertEquals(4, e.attributeType().orElseThrow());
        Message missing = message(Message.DONE, out -> out.u32(-95).attribute32(5, 15));
        assertEquals(
                new Acknowledgement(95, "", -1, 15),
                Acknowledgement.of(new Message(Message.DONE, 0x202, 7, missing.payload())));
        assertEquals(-1, sent.attributeTypeAt(1 << 20));
        assertEquals(-1, sent.attributeTypeAt(Integer.MIN_VALUE));
    }

    @Test
    void requestThatDoesNotFitIsRefusedBeforeTheKernelSeesIt() {
        List<NextHop> many = Collections.nCopies(10_000, NextHop.dev(3));
        Route route = Route.to(IpPrefix.parse("10.0.0.0/8")).withNextHops(many);
        assertThrows(
                IllegalArgumentException.class,
                () -> message(Rtm.NEWROUTE, out -> RouteEncoder.route(out, route)));
    }

    @Test
    void namesErrors() {
        assertEquals("EEXIST", Errno.name(17));
        assertEquals("EOPNOTSUPP", Errno.name(95));
        assertEquals("ENOBUFS", Errno.name(105));
        assertEquals("EHWPOISON", Errno.name(133));
        assertEquals("E999", Errno.name(999));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "sixteen-letters-",
                "a b",
                "a/b",
                "a:b",
                "a%d",
                "\u00fc",
                "a\n"
            })
    void refusesWhatIsNoInterfaceName(String name) {
        assertThrows(IllegalArgumentException.class, () -> InterfaceName.check(name));
        assertThrows(IllegalArgumentException.class, () -> VethSpec.of("ok", name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "accept; drop",
                "accept }",
                "{ accept",
                "accept\nflush ruleset",
                "log \"a",
                "accept # x",
                "accept \\"
            })
    void refusesWhatIsNotOneRule(String rule) {
        assertThrows(IllegalArgumentException.class, () -> new NftChain("c", "", List.of(rule)));
    }

    @Test
    void keepsNftTextInItsPlace() {
        assertThrows(IllegalArgumentException.class, () -> NftTable.of("filter"));
        assertThrows(IllegalArgumentException.class, () -> NftTable.of("vibrissa_a b"));
        assertThrows(IllegalArgumentException.class, () -> new NftChain("c", "} flush", List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new NftSet("s", "ipv4_addr", false, List.of("10.0.0.1 } flush")));
        NftTable table =
                NftTable.of(NftTable.nameFor("a-b"))
                        .with(
                                new NftChain(
                                        "c", "", List.of("ip saddr { 10.0.0.1, 10.0.0.2 } drop")));
        String script = NftScript.replace(table);
        assertTrue(script.startsWith("table inet vibrissa_a_b\ndelete table inet vibrissa_a_b\n"));
        assertFalse(script.contains("flush"));
    }

    @Test
    void sysctlKeysBecomePaths() {
        assertEquals("/proc/sys/net/ipv4/ip_forward", SysctlFiles.path("net.ipv4.ip_forward"));
        assertEquals(
                "/proc/sys/net/ipv4/conf/eth0.5/rp_filter",
                SysctlFiles.path("net/ipv4/conf/eth0.5/rp_filter"));
    }
}
