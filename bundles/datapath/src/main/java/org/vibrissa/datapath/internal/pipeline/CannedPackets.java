package org.vibrissa.datapath.internal.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.internal.packet.PacketBuilder;
import org.vibrissa.net.IpAddresses;

/** The packets every candidate stage must treat well. */
final class CannedPackets {
    /**
     * One packet.
     *
     * @param name what it is, for the refusal
     * @param chain where it enters
     * @param frame from the Ethernet header on
     */
    @SuppressWarnings("ArrayRecordComponent") // the frames are private to this package
    record Canned(String name, Chain chain, byte[] frame) {}

    private static final int SYN = 2;
    private static final int ACK = 16;

    private CannedPackets() {}

    static List<Canned> all() {
        List<Canned> packets = new ArrayList<>();
        for (boolean v6 : new boolean[] {false, true}) {
            String family = v6 ? "IPv6 " : "IPv4 ";
            packets.add(
                    ep(family + "UDP to a local endpoint", local(v6).udp(40000, 53).payload(64)));
            packets.add(ep(family + "TCP SYN to a local endpoint", local(v6).tcp(40000, 80, SYN)));
            packets.add(ep(family + "TCP ACK to a local endpoint", local(v6).tcp(40000, 80, ACK)));
            packets.add(ep(family + "echo to a local endpoint", local(v6).echo(7).payload(56)));
            packets.add(ep(family + "UDP to the world", world(v6).udp(40000, 53).payload(1400)));
            packets.add(ep(family + "UDP with TTL 1", local(v6).ttl(1).udp(40000, 53)));
            for (Chain chain : List.of(Chain.NET, Chain.HOST)) {
                String from = family + "UDP to an endpoint by chain " + chain.label();
                packets.add(new Canned(from, chain, inbound(v6).udp(53, 40000).build()));
            }
        }
        byte[] udp = local(false).udp(40000, 53).payload(64).build();
        packets.add(
                ep("IPv4 first fragment", local(false).fragment(0, true).udp(1, 2).payload(64)));
        packets.add(new Canned("UDP cut in its header", Chain.EP, PacketBuilder.truncate(udp, 38)));
        packets.add(
                new Canned(
                        "IPv4 with header length 0", Chain.EP, PacketBuilder.poke(udp, 14, 0x40)));
        return packets;
    }

    private static Canned ep(String name, PacketBuilder packet) {
        return new Canned(name, Chain.EP, packet.build());
    }

    private static PacketBuilder local(boolean v6) {
        return PacketBuilder.ethernet(ShadowPipeline.HOST_MAC, ShadowPipeline.ALICE_MAC)
                .ip(
                        v6 ? ShadowPipeline.ALICE6 : ShadowPipeline.ALICE4,
                        v6 ? ShadowPipeline.BOB6 : ShadowPipeline.BOB4);
    }

    private static PacketBuilder world(boolean v6) {
        return PacketBuilder.ethernet(ShadowPipeline.HOST_MAC, ShadowPipeline.ALICE_MAC)
                .ip(
                        v6 ? ShadowPipeline.ALICE6 : ShadowPipeline.ALICE4,
                        IpAddresses.parse(v6 ? "2001:db8:ffff::1" : "198.51.100.1"));
    }

    private static PacketBuilder inbound(boolean v6) {
        return PacketBuilder.ethernet(ShadowPipeline.HOST_MAC, ShadowPipeline.BOB_MAC)
                .ip(
                        IpAddresses.parse(v6 ? "2001:db8:ffff::1" : "198.51.100.1"),
                        v6 ? ShadowPipeline.BOB6 : ShadowPipeline.BOB4);
    }
}
