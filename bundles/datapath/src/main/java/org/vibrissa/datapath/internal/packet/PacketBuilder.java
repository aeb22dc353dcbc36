package org.vibrissa.datapath.internal.packet;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.vibrissa.net.MacAddress;

/**
 * Builds Ethernet frames for test runs, outermost header first. Lengths and checksums are filled in
 * by {@link #build()}; {@link #truncate} and {@link #poke} then spoil a good frame on purpose.
 */
public final class PacketBuilder {
    private static final int ETHERNET = 14;
    private static final int PROTOCOL_ICMP = 1;
    private static final int PROTOCOL_TCP = 6;
    private static final int PROTOCOL_UDP = 17;
    private static final int PROTOCOL_ICMPV6 = 58;
    private static final int PROTOCOL_SCTP = 132;
    private static final int FLAG_MORE_FRAGMENTS = 0x2000;

    private final MacAddress destinationMac;
    private final MacAddress sourceMac;
    private InetAddress source;
    private InetAddress destination;
    private int ttl = 64;
    private int fragment;
    private int protocol;
    private byte[] transport = new byte[0];
    private byte[] payload = new byte[0];

    private PacketBuilder(MacAddress destinationMac, MacAddress sourceMac) {
        this.destinationMac = destinationMac;
        this.sourceMac = sourceMac;
    }

    public static PacketBuilder ethernet(MacAddress destination, MacAddress source) {
        return new PacketBuilder(destination, source);
    }

    /** IPv4 or IPv6, by the addresses' family. */
    public PacketBuilder ip(InetAddress from, InetAddress to) {
        source = from;
        destination = to;
        return this;
    }

    /** IPv4 TTL or IPv6 hop limit. */
    public PacketBuilder ttl(int hops) {
        ttl = hops;
        return this;
    }

    /** An IPv4 fragment: offset in 8-byte units; {@code more} sets MF. */
    public PacketBuilder fragment(int offset, boolean more) {
        fragment = offset | (more ? FLAG_MORE_FRAGMENTS : 0);
        return this;
    }

    public PacketBuilder udp(int sourcePort, int destinationPort) {
        protocol = PROTOCOL_UDP;
        transport = new byte[8];
        put16(transport, 0, sourcePort);
        put16(transport, 2, destinationPort);
        return this;
    }

    /** {@code flags} as in the header: FIN 1, SYN 2, RST 4, PSH 8, ACK 16. */
    public PacketBuilder tcp(int sourcePort, int destinationPort, int flags) {
        protocol = PROTOCOL_TCP;
        transport = new byte[20];
        put16(transport, 0, sourcePort);
        put16(transport, 2, destinationPort);
        transport[12] = 5 << 4;
        transport[13] = (byte) flags;
        put16(transport, 14, 0xffff);
        return this;
    }

    /** An echo request of the addresses' family. */
    public PacketBuilder echo(int identifier) {
        return icmp(source.getAddress().length == 16 ? 128 : 8, identifier);
    }

    /** A header of SCTP alone: no chunk, no checksum. */
    public PacketBuilder sctp(int sourcePort, int destinationPort) {
        protocol = PROTOCOL_SCTP;
        transport = new byte[12];
        put16(transport, 0, sourcePort);
        put16(transport, 2, destinationPort);
        return this;
    }

    /** ICMP of the addresses' family, code 0, with an identifier where queries have it. */
    public PacketBuilder icmp(int type, int identifier) {
        boolean v6 = source.getAddress().length == 16;
        protocol = v6 ? PROTOCOL_ICMPV6 : PROTOCOL_ICMP;
        transport = new byte[8];
        transport[0] = (byte) type;
        put16(transport, 4, identifier);
        put16(transport, 6, 1);
        return this;
    }

    public PacketBuilder payload(int length) {
        payload = new byte[length];
        return this;
    }

    public byte[] build() {
        boolean v6 = source.getAddress().length == 16;
        int header = v6 ? 40 : 20;
        byte[] frame = new byte[ETHERNET + header + transport.length + payload.length];
        ByteBuffer out = ByteBuffer.wrap(frame);
        out.put(destinationMac.toBytes()).put(sourceMac.toBytes());
        out.putShort((short) (v6 ? 0x86dd : 0x0800));
        if (v6) {
            putIpv6(out);
        } else {
            putIpv4(out, frame);
        }
        out.put(transport).put(payload);
        fillTransport(frame, ETHERNET + header);
        return frame;
    }

    /** The first {@code length} bytes of a frame. */
    public static byte[] truncate(byte[] frame, int length) {
        return Arrays.copyOf(frame, length);
    }

    /** A copy with one byte changed. */
    public static byte[] poke(byte[] frame, int offset, int value) {
        byte[] copy = frame.clone();
        copy[offset] = (byte) value;
        return copy;
    }

    private void putIpv4(ByteBuffer out, byte[] frame) {
        out.put((byte) 0x45).put((byte) 0);
        out.putShort((short) (20 + transport.length + payload.length));
        out.putShort((short) 0x1234).putShort((short) fragment);
        out.put((byte) ttl).put((byte) protocol).putShort((short) 0);
        out.put(source.getAddress()).put(destination.getAddress());
        put16(frame, ETHERNET + 10, Checksum.finish(Checksum.add(0, frame, ETHERNET, 20)));
    }

    private void putIpv6(ByteBuffer out) {
        out.putInt(6 << 28).putShort((short) (transport.length + payload.length));
        out.put((byte) protocol).put((byte) ttl);
        out.put(source.getAddress()).put(destination.getAddress());
    }

    private void fillTransport(byte[] frame, int offset) {
        int length = frame.length - offset;
        int field;
        switch (protocol) {
            case PROTOCOL_UDP -> {
                put16(frame, offset + 4, length);
                field = 6;
            }
            case PROTOCOL_TCP -> field = 16;
            default -> field = 2;
        }
        if (transport.length == 0 || protocol == PROTOCOL_SCTP) {
            return;
        }
        int sum = protocol == PROTOCOL_ICMP ? 0 : pseudoHeader(length);
        put16(frame, offset + field, Checksum.finish(Checksum.add(sum, frame, offset, length)));
    }

    private int pseudoHeader(int length) {
        byte[] from = source.getAddress();
        byte[] to = destination.getAddress();
        int sum = Checksum.add(0, from, 0, from.length);
        return Checksum.add(sum, to, 0, to.length) + protocol + length;
    }

    private static void put16(byte[] target, int offset, int value) {
        target[offset] = (byte) (value >>> 8);
        target[offset + 1] = (byte) value;
    }
}
