package org.vibrissa.bpf.internal.kernel;

import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * One rtnetlink conversation for the little that clsact needs: a request with an acknowledgement,
 * or a dump. Lives in the network namespace of the thread that opens it. Used by one thread.
 */
final class NetlinkSocket implements AutoCloseable {
    static final int REQUEST = 1;
    static final int ACK = 4;
    static final int EXCLUSIVE = 0x200;
    static final int CREATE = 0x400;
    static final int DUMP = 0x300;

    /** Bytes of a message's header. */
    static final int HEADER = 16;

    private static final int BUFFER = 64 << 10;
    private static final int ERROR = 2;
    private static final int DONE = 3;
    private static final int MULTI = 2;

    private final int fd;
    private final ByteBuffer out = Scratch.allocate(4096);
    private final ByteBuffer in = Scratch.allocate(BUFFER);

    NetlinkSocket() {
        // AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE
        fd = LibC.socket(16, 3 | 0x80000, 0);
        if (fd < 0) {
            throw Bpf.failed("open a netlink socket", -Native.getLastError());
        }
    }

    /** A message to fill from {@link #HEADER} on, positioned there. */
    ByteBuffer message(int type, int flags) {
        for (int i = 8; i < out.capacity(); i += 8) {
            out.putLong(i, 0);
        }
        ByteBuffer m = out.slice(8, out.capacity() - 8).order(out.order());
        m.putShort(4, (short) type).putShort(6, (short) flags).putInt(8, 1);
        return m.position(HEADER);
    }

    /** Adds an attribute at the position. */
    static void attribute(ByteBuffer m, int type, byte[] value) {
        m.putShort((short) (4 + value.length)).putShort((short) type).put(value);
        m.position(m.position() + 3 & ~3);
    }

    /** Adds a 32-bit attribute at the position. */
    static void attribute(ByteBuffer m, int type, int value) {
        m.putShort((short) 8).putShort((short) type).putInt(value);
    }

    /**
     * Sends a message and reads what comes back.
     *
     * @param answers sees each answer, from its header on
     * @return 0 or -errno
     */
    int exchange(ByteBuffer message, Consumer<ByteBuffer> answers) {
        message.putInt(0, message.position());
        if (LibC.send(fd, Scratch.address(out, 8), message.position(), 0) < 0) {
            return -Native.getLastError();
        }
        while (true) {
            long got = LibC.recv(fd, Scratch.address(in, 8), in.capacity() - 8, 0);
            if (got < 0) {
                return -Native.getLastError();
            }
            int at = 8;
            while (at + HEADER <= 8 + got) {
                int length = in.getInt(at);
                if (length < HEADER) {
                    return -Errno.EINVAL;
                }
                int type = in.getShort(at + 4);
                if (type == ERROR) {
                    return in.getInt(at + HEADER);
                } else if (type == DONE) {
                    return 0;
                }
                answers.accept(in.slice(at, length).order(in.order()));
                if ((in.getShort(at + 6) & MULTI) == 0 && (message.getShort(6) & ACK) == 0) {
                    return 0;
                }
                at += length + 3 & ~3;
            }
        }
    }

    @Override
    public void close() {
        LibC.close(fd);
    }
}
