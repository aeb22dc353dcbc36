package org.vibrissa.bpf.internal.kernel;

import com.sun.jna.Native;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.vibrissa.bpf.BpfException;

/**
 * The bpf(2) system call. Methods that are expected to fail return the negative error number;
 * others throw. Safe for use by any thread.
 */
public final class Bpf {
    /** Where a scratch buffer has room for keys and values. */
    public static final int ROOM = Scratch.ROOM;

    private static final int ATTR = Scratch.ATTR;
    private static final int MAX_PATH = 4096;

    private final Scratch scratch = new Scratch();
    private final long number = SyscallNumbers.bpf();

    /** The thread's scratch buffer with zeroed attributes and room at {@link #ROOM}. */
    public ByteBuffer begin(int room) {
        return scratch.begin(room);
    }

    /** The address of byte {@code at} of a scratch or {@link #allocate}d buffer. */
    public static long address(ByteBuffer buffer, int at) {
        return Scratch.address(buffer, at);
    }

    /** Native memory in native order; its first 8 bytes are taken and must not change. */
    public static ByteBuffer allocate(int size) {
        return Scratch.allocate(size);
    }

    /** Runs a command on the attributes in {@code buffer}; a negative result is -errno. */
    int call(int command, ByteBuffer buffer, int size) {
        long result = LibC.syscall(number, command, Scratch.address(buffer, ATTR), size);
        return result < 0 ? -Native.getLastError() : (int) result;
    }

    /** Opens a pin; -errno when it cannot. */
    public int open(String path) {
        ByteBuffer b = pathAttributes(path);
        return call(Command.OBJ_GET, b, 16);
    }

    /** Pins a descriptor's object; -errno when it cannot. */
    public int pin(int fd, String path) {
        ByteBuffer b = pathAttributes(path);
        b.putInt(ATTR + 8, fd);
        return call(Command.OBJ_PIN, b, 16);
    }

    private ByteBuffer pathAttributes(String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= MAX_PATH) {
            throw new BpfException("path is longer than " + MAX_PATH + " bytes: " + path);
        }
        ByteBuffer b = begin(bytes.length + 1);
        b.put(ROOM, bytes).put(ROOM + bytes.length, (byte) 0);
        b.putLong(ATTR, address(b, ROOM));
        return b;
    }

    /** Opens a program, map, link or BTF by its kernel id; -errno when it is gone. */
    public int openById(Kind kind, int id) {
        ByteBuffer b = begin(0);
        b.putInt(ATTR, id);
        return call(kind.openById, b, 12);
    }

    /** The next id after {@code id}; -errno, {@code ENOENT} at the end. */
    public int nextId(Kind kind, int id) {
        ByteBuffer b = begin(0);
        b.putInt(ATTR, id);
        int result = call(kind.nextId, b, 8);
        return result < 0 ? result : b.getInt(ATTR + 4);
    }

    /** Fills {@code info} with what the kernel tells of an object; -errno when it fails. */
    public int info(int fd, ByteBuffer info, int at, int length) {
        ByteBuffer b = begin(0);
        b.putInt(ATTR, fd).putInt(ATTR + 4, length).putLong(ATTR + 8, address(info, at));
        try {
            return call(Command.OBJ_GET_INFO_BY_FD, b, 16);
        } finally {
            Reference.reachabilityFence(info);
        }
    }

    /** Keeps run statistics on while the returned descriptor is open; -errno when it cannot. */
    public int enableStats() {
        return call(Command.ENABLE_STATS, begin(0), 4);
    }

    /** A second descriptor of the same object, closed on exec. */
    public static int duplicate(int fd) {
        int copy = LibC.fcntl(fd, 1030, 3);
        if (copy < 0) {
            throw failed("duplicate a file descriptor", -Native.getLastError());
        }
        return copy;
    }

    /** Closes a descriptor that no {@link Fd} owns. */
    public static void close(int fd) {
        LibC.close(fd);
    }

    /** The error for a failed call: {@code cannot <what>: EINVAL}. */
    public static BpfException failed(String what, int negativeErrno) {
        return failed(what, negativeErrno, "");
    }

    /** As {@link #failed(String, int)}, with what would help. */
    public static BpfException failed(String what, int negativeErrno, String hint) {
        int errno = -negativeErrno;
        String name = Errno.name(errno);
        String help = hint.isEmpty() && errno == Errno.EPERM ? permissionHint() : hint;
        return new BpfException(
                "cannot " + what + ": " + name + (help.isEmpty() ? "" : "; " + help), errno, name);
    }

    private static String permissionHint() {
        return "run as root or with CAP_BPF, CAP_NET_ADMIN and CAP_PERFMON";
    }

    /** A zero-terminated string of at most {@code length} bytes. */
    public static String text(ByteBuffer buffer, int at, int length) {
        int end = 0;
        while (end < length && buffer.get(at + end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end];
        buffer.get(at, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Whether this machine is little endian, as most are. */
    static boolean littleEndian() {
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    }

    /** Kinds of objects that have ids. */
    public enum Kind {
        PROGRAM(Command.PROG_GET_FD_BY_ID, Command.PROG_GET_NEXT_ID),
        MAP(Command.MAP_GET_FD_BY_ID, Command.MAP_GET_NEXT_ID),
        BTF(Command.BTF_GET_FD_BY_ID, Command.BTF_GET_NEXT_ID),
        LINK(Command.LINK_GET_FD_BY_ID, Command.LINK_GET_NEXT_ID);

        private final int openById;
        private final int nextId;

        Kind(int openById, int nextId) {
            this.openById = openById;
            this.nextId = nextId;
        }
    }
}
