package org.vibrissa.netlink.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A NETLINK_ROUTE socket: opening, options, receiving. Not for several threads at once. */
final class RouteSocket implements AutoCloseable {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | Libc.O_CLOEXEC;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_ADD_MEMBERSHIP = 1;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int NETLINK_GET_STRICT_CHK = 12;
    private static final int MSG_TRUNC = 0x20;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int ADDRESS_LENGTH = 12;
    private static final int BUFFER = 128 * 1024;

    private final int fd;
    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.nativeOrder());
    private final byte[] sender = new byte[ADDRESS_LENGTH];
    private final int[] senderLength = new int[1];

    private RouteSocket(int fd) {
        this.fd = fd;
    }

    /** Opens one in the namespace of the calling thread. */
    static RouteSocket open() {
        int fd = Libc.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, 0);
        if (fd < 0) {
            throw Errno.last("open rtnetlink socket");
        }
        RouteSocket socket = new RouteSocket(fd);
        try {
            byte[] any = new byte[ADDRESS_LENGTH];
            ByteBuffer.wrap(any).order(ByteOrder.nativeOrder()).putShort((short) AF_NETLINK);
            if (Libc.bind(fd, any, ADDRESS_LENGTH) < 0) {
                throw Errno.last("bind rtnetlink socket");
            }
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
        return socket;
    }

    /** For requests: the kernel's reasons, exact filters, and an end to waiting. */
    RouteSocket forRequests(long timeoutSeconds) {
        option(SOL_NETLINK, NETLINK_EXT_ACK, 1, "NETLINK_EXT_ACK");
        option(SOL_NETLINK, NETLINK_CAP_ACK, 1, "NETLINK_CAP_ACK");
        option(SOL_NETLINK, NETLINK_GET_STRICT_CHK, 1, "NETLINK_GET_STRICT_CHK");
        long[] timeout = {timeoutSeconds, 0};
        if (Libc.setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, timeout, 16) < 0) {
            throw Errno.last("set SO_RCVTIMEO of rtnetlink socket");
        }
        return this;
    }

    /** For events: a queue of that many bytes, filled from those multicast groups. */
    RouteSocket forEvents(int queueBytes, List<Integer> groups) {
        option(SOL_SOCKET, SO_RCVBUFFORCE, queueBytes, "SO_RCVBUFFORCE");
        for (int group : groups) {
            option(SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group, "NETLINK_ADD_MEMBERSHIP");
        }
        return this;
    }

    private void option(int level, int option, int value, String name) {
        if (Libc.setsockopt(fd, level, option, new int[] {value}, 4) < 0) {
            throw Errno.last("set " + name + " of rtnetlink socket");
        }
    }

    int fd() {
        return fd;
    }

    void send(String request, ByteBuffer message) {
        long sent;
        do {
            sent = Libc.send(fd, message, message.limit(), 0);
        } while (sent < 0 && Libc.errno() == Errno.EINTR);
        if (sent != message.limit()) {
            throw Errno.of(request, sent < 0 ? Libc.errno() : Errno.EMSGSIZE);
        }
    }

    /**
     * Waits for the next datagram from the kernel itself; what other processes send is dropped.
     *
     * @return valid until the next call
     */
    ByteBuffer receive(String request) {
        return receive(request, 0);
    }

    /** As {@link #receive}, but fails with EAGAIN when there is none now. */
    ByteBuffer receiveNow(String request) {
        return receive(request, MSG_DONTWAIT);
    }

    private ByteBuffer receive(String request, int flags) {
        while (true) {
            senderLength[0] = ADDRESS_LENGTH;
            buffer.clear();
            long length =
                    Libc.recvfrom(fd, buffer, BUFFER, flags | MSG_TRUNC, sender, senderLength);
            if (length > BUFFER) {
                throw Errno.of(request, Errno.EMSGSIZE);
            }
            if (length < 0 && Libc.errno() != Errno.EINTR) {
                throw Errno.last(request);
            }
            if (length >= 0 && fromKernel()) {
                return buffer.limit((int) length);
            }
        }
    }

    private boolean fromKernel() {
        return ByteBuffer.wrap(sender).order(ByteOrder.nativeOrder()).getInt(4) == 0;
    }

    @Override
    public void close() {
        Libc.close(fd);
    }
}
