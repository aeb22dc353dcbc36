package org.vibrissa.netlink.internal;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import org.vibrissa.net.IpAddresses;

/**
 * Echo requests and what answers them (RFC 792, RFC 4443). The payload tells answers to one session
 * from those to another of the same 16-bit identifier.
 *
 * @param ipv6 the family
 * @param identifier 0..65535
 * @param nonce the payload
 */
record EchoPacket(boolean ipv6, int identifier, long nonce) {
    private static final int LENGTH = 16;
    private static final int REQUEST_4 = 8;
    private static final int REPLY_4 = 0;
    private static final int REQUEST_6 = 128;
    private static final int REPLY_6 = 129;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int IPV4_HEADER = 20;

    /** The checksum of ICMPv6 is the kernel's work: it depends on the source address. */
    ByteBuffer request(int sequence) {
        ByteBuffer packet = ByteBuffer.allocateDirect(LENGTH);
        packet.put((byte) (ipv6 ? REQUEST_6 : REQUEST_4)).put((byte) 0).putShort((short) 0);
        packet.putShort((short) identifier).putShort((short) sequence).putLong(nonce).flip();
        if (!ipv6) {
            packet.putShort(2, checksum(packet));
        }
        return packet;
    }

    /** The sequence number of an answer to a request of ours; empty for whatever else came. */
    OptionalInt sequence(ByteBuffer received) {
        int at = 0;
        if (!ipv6) {
            at = received.remaining() < IPV4_HEADER ? 0 : (received.get(0) & 0x0f) * 4;
            if (at < IPV4_HEADER) {
                return OptionalInt.empty();
            }
        }
        boolean ours =
                received.remaining() >= at + LENGTH
                        && (received.get(at) & 0xff) == (ipv6 ? REPLY_6 : REPLY_4)
                        && received.get(at + 1) == 0
                        && (received.getShort(at + 4) & 0xffff) == identifier
                        && received.getLong(at + 8) == nonce;
        return ours ? OptionalInt.of(received.getShort(at + 6) & 0xffff) : OptionalInt.empty();
    }

    private static short checksum(ByteBuffer packet) {
        int sum = 0;
        for (int i = 0; i < packet.limit(); i += 2) {
            sum += packet.getShort(i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return (short) ~(sum + (sum >>> 16));
    }

    /** A {@code struct sockaddr_in} or {@code sockaddr_in6}. */
    static byte[] socketAddress(InetAddress address) {
        boolean v6 = IpAddresses.isIpv6(address);
        ByteBuffer bytes = ByteBuffer.allocate(v6 ? 28 : 16).order(ByteOrder.nativeOrder());
        bytes.putShort((short) (v6 ? AF_INET6 : AF_INET)).position(v6 ? 8 : 4);
        bytes.put(address.getAddress());
        return bytes.array();
    }

    static int family(boolean ipv6) {
        return ipv6 ? AF_INET6 : AF_INET;
    }
}
