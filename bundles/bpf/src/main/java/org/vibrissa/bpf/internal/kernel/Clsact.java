package org.vibrissa.bpf.internal.kernel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * cls_bpf filters on a clsact qdisc, for kernels without tcx. A filter with a fixed preference and
 * handle is replaced in place: no packet passes without one.
 */
public final class Clsact {
    private static final int NEW_QDISC = 36;
    private static final int DELETE_QDISC = 37;
    private static final int NEW_FILTER = 44;
    private static final int DELETE_FILTER = 45;
    private static final int GET_FILTER = 46;

    private static final int ROOT = 0xfffffff1;
    private static final int QDISC_HANDLE = 0xffff0000;
    private static final int KIND = 1;
    private static final int OPTIONS = 2;
    private static final int BPF_FD = 6;
    private static final int BPF_NAME = 7;
    private static final int BPF_FLAGS = 8;
    private static final int BPF_ID = 11;
    private static final int DIRECT_ACTION = 1;
    private static final int TC_HEADER = 20;
    private static final int ETH_P_ALL = 3;

    /**
     * Where a filter is.
     *
     * @param ifindex the device
     * @param egress whether on packets that leave
     * @param preference 1..65535, lower runs first
     */
    public record Place(int ifindex, boolean egress, int preference) {
        private int parent() {
            return egress ? 0xfffffff3 : 0xfffffff2;
        }

        private int info() {
            return preference << 16 | Short.toUnsignedInt(networkOrder(ETH_P_ALL));
        }
    }

    private static short networkOrder(int value) {
        return Bpf.littleEndian() ? Short.reverseBytes((short) value) : (short) value;
    }

    /** Adds the qdisc; false when the device has one already. */
    public boolean addQdisc(int ifindex) {
        try (NetlinkSocket socket = new NetlinkSocket()) {
            int flags =
                    NetlinkSocket.REQUEST
                            | NetlinkSocket.ACK
                            | NetlinkSocket.CREATE
                            | NetlinkSocket.EXCLUSIVE;
            ByteBuffer m = tc(socket, NEW_QDISC, flags, ifindex, QDISC_HANDLE, ROOT, 0);
            NetlinkSocket.attribute(m, KIND, text("clsact"));
            int error = socket.exchange(m, answer -> {});
            if (error != 0 && error != -Errno.EEXIST) {
                throw Bpf.failed("add clsact to ifindex " + ifindex, error);
            }
            return error == 0;
        }
    }

    /** Removes the qdisc with all its filters; 0 or -errno. */
    public int deleteQdisc(int ifindex) {
        try (NetlinkSocket socket = new NetlinkSocket()) {
            int flags = NetlinkSocket.REQUEST | NetlinkSocket.ACK;
            return socket.exchange(
                    tc(socket, DELETE_QDISC, flags, ifindex, QDISC_HANDLE, ROOT, 0), answer -> {});
        }
    }

    /** Puts a program in place of the filter there, or adds one; 0 or -errno. */
    public int put(Place place, int program, String name) {
        try (NetlinkSocket socket = new NetlinkSocket()) {
            int flags = NetlinkSocket.REQUEST | NetlinkSocket.ACK | NetlinkSocket.CREATE;
            ByteBuffer m = filter(socket, NEW_FILTER, flags, place, 1);
            NetlinkSocket.attribute(m, KIND, text("bpf"));
            int options = m.position();
            m.position(options + 4);
            NetlinkSocket.attribute(m, BPF_FD, program);
            NetlinkSocket.attribute(m, BPF_NAME, text(name));
            NetlinkSocket.attribute(m, BPF_FLAGS, DIRECT_ACTION);
            m.putShort(options, (short) (m.position() - options));
            m.putShort(options + 2, (short) OPTIONS);
            return socket.exchange(m, answer -> {});
        }
    }

    /** Removes the filter; 0 or -errno. */
    public int delete(Place place) {
        try (NetlinkSocket socket = new NetlinkSocket()) {
            int flags = NetlinkSocket.REQUEST | NetlinkSocket.ACK;
            return socket.exchange(filter(socket, DELETE_FILTER, flags, place, 1), answer -> {});
        }
    }

    /** The id of the program there; empty when there is no filter or no device. */
    public Optional<Integer> program(Place place) {
        int[] id = new int[1];
        try (NetlinkSocket socket = new NetlinkSocket()) {
            ByteBuffer m = filter(socket, GET_FILTER, NetlinkSocket.REQUEST, place, 1);
            NetlinkSocket.attribute(m, KIND, text("bpf"));
            socket.exchange(m, answer -> id[0] = programId(answer));
        }
        return id[0] == 0 ? Optional.empty() : Optional.of(id[0]);
    }

    /** Whether anybody has a filter on the device's clsact. */
    public boolean hasFilters(int ifindex) {
        return hasFilters(ifindex, 0xfffffff2) || hasFilters(ifindex, 0xfffffff3);
    }

    private static boolean hasFilters(int ifindex, int parent) {
        int[] count = new int[1];
        try (NetlinkSocket socket = new NetlinkSocket()) {
            int flags = NetlinkSocket.REQUEST | NetlinkSocket.DUMP;
            socket.exchange(
                    tc(socket, GET_FILTER, flags, ifindex, 0, parent, 0), answer -> count[0]++);
        }
        return count[0] > 0;
    }

    private static ByteBuffer filter(
            NetlinkSocket socket, int type, int flags, Place place, int handle) {
        return tc(socket, type, flags, place.ifindex(), handle, place.parent(), place.info());
    }

    private static ByteBuffer tc(
            NetlinkSocket socket,
            int type,
            int flags,
            int ifindex,
            int handle,
            int parent,
            int info) {
        ByteBuffer m = socket.message(type, flags);
        m.putInt(0).putInt(ifindex).putInt(handle).putInt(parent).putInt(info);
        return m;
    }

    private static byte[] text(String text) {
        return (text + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    private static int programId(ByteBuffer answer) {
        int options = find(answer, NetlinkSocket.HEADER + TC_HEADER, answer.limit(), OPTIONS);
        if (options < 0) {
            return 0;
        }
        int end = options + Short.toUnsignedInt(answer.getShort(options));
        int id = find(answer, options + 4, end, BPF_ID);
        return id < 0 ? 0 : answer.getInt(id + 4);
    }

    /** The place of an attribute, -1 when it is not there. */
    private static int find(ByteBuffer b, int from, int end, int type) {
        int at = from;
        while (at + 4 <= end) {
            int length = Short.toUnsignedInt(b.getShort(at));
            if (length < 4) {
                return -1;
            }
            if ((b.getShort(at + 2) & 0x3fff) == type) {
                return at;
            }
            at += length + 3 & ~3;
        }
        return -1;
    }
}
