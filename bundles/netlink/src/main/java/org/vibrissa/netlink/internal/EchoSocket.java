package org.vibrissa.netlink.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.vibrissa.netlink.Echo;
import org.vibrissa.netlink.NetlinkException;

/** A raw ICMP socket of one family that lets echo replies in and nothing else. */
final class EchoSocket implements AutoCloseable {
    private static final int SOCK_RAW = 3 | Libc.O_CLOEXEC | Libc.O_NONBLOCK;
    private static final int IPPROTO_ICMP = 1;
    private static final int IPPROTO_ICMPV6 = 58;
    private static final int SOL_RAW = 255;
    private static final int ICMP_FILTER = 1;
    private static final int ICMPV6_FILTER = 1;
    private static final int BUFFER = 2048;
    private static final int ADDRESS_LENGTH = 28;
    private static final String REQUEST = "send an echo request";

    private final int fd;
    private final EchoPacket packet;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final byte[] sender = new byte[ADDRESS_LENGTH];
    private final int[] senderLength = new int[1];

    private EchoSocket(int fd, EchoPacket packet) {
        this.fd = fd;
        this.packet = packet;
    }

    static EchoSocket open(EchoPacket packet) {
        int protocol = packet.ipv6() ? IPPROTO_ICMPV6 : IPPROTO_ICMP;
        int fd = Libc.socket(EchoPacket.family(packet.ipv6()), SOCK_RAW, protocol);
        if (fd < 0) {
            throw Errno.last("open a raw ICMP socket");
        }
        int set =
                packet.ipv6()
                        ? Libc.setsockopt(fd, IPPROTO_ICMPV6, ICMPV6_FILTER, onlyReplies6(), 32)
                        : Libc.setsockopt(fd, SOL_RAW, ICMP_FILTER, new int[] {~1}, 4);
        if (set < 0) {
            NetlinkException failure = Errno.last("set the filter of a raw ICMP socket");
            Libc.close(fd);
            throw failure;
        }
        return new EchoSocket(fd, packet);
    }

    /** A set bit blocks its type; 129 is the reply. */
    private static int[] onlyReplies6() {
        int[] blocked = new int[8];
        Arrays.fill(blocked, ~0);
        blocked[129 >> 5] &= ~(1 << (129 & 31));
        return blocked;
    }

    int fd() {
        return fd;
    }

    void send(InetAddress to, int sequence) {
        ByteBuffer request = packet.request(sequence);
        byte[] address = EchoPacket.socketAddress(to);
        long sent;
        do {
            sent = Libc.sendto(fd, request, request.limit(), 0, address, address.length);
        } while (sent < 0 && Libc.errno() == Errno.EINTR);
        if (sent < 0) {
            throw Errno.last(REQUEST);
        }
    }

    /** The next reply to this session; empty when nothing is left to read. */
    Optional<Echo.Reply> receive() {
        while (true) {
            senderLength[0] = ADDRESS_LENGTH;
            buffer.clear();
            long length = Libc.recvfrom(fd, buffer, BUFFER, 0, sender, senderLength);
            long now = System.nanoTime();
            if (length < 0 && Libc.errno() != Errno.EINTR) {
                if (Libc.errno() == Errno.EAGAIN) {
                    return Optional.empty();
                }
                throw Errno.last("receive an echo reply");
            }
            if (length >= 0) {
                OptionalInt sequence = packet.sequence(buffer.limit((int) length));
                if (sequence.isPresent()) {
                    return Optional.of(new Echo.Reply(from(), sequence.getAsInt(), now));
                }
            }
        }
    }

    private InetAddress from() {
        try {
            return InetAddress.getByAddress(
                    packet.ipv6()
                            ? Arrays.copyOfRange(sender, 8, 24)
                            : Arrays.copyOfRange(sender, 4, 8));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are an address", e);
        }
    }

    @Override
    public void close() {
        Libc.close(fd);
    }
}
