package org.vibrissa.bpf.internal.kernel;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** What the kernel tells of maps, programs, links and BTF. */
public final class ObjectInfo {
    private static final int INFO_SIZE = 256;
    private static final String TYPES = "read the types of a map";

    private final Bpf bpf;

    public ObjectInfo(Bpf bpf) {
        this.bpf = bpf;
    }

    /** A map in the kernel. {@code btf} is 0 when it was made without types. */
    public record Map(
            int type,
            int id,
            int keySize,
            int valueSize,
            int maxEntries,
            int flags,
            String name,
            int btf,
            int keyType,
            int valueType) {}

    /** A program in the kernel. */
    public record Program(int type, int id, String tag, String name, long nanos, long runs) {}

    /**
     * A link in the kernel.
     *
     * @param type 3 cgroup, 6 XDP, 11 tcx
     * @param ifindex the device of an XDP or tcx link, 0 when it is gone
     * @param attachType attach type of a tcx or cgroup link
     * @param cgroup cgroup id of a cgroup link
     */
    public record Link(int type, int id, int program, int ifindex, int attachType, long cgroup) {}

    /** The map behind a descriptor; empty when it refers to something else. */
    public Optional<Map> map(int fd) {
        ByteBuffer b = info(fd, 80);
        return b == null
                ? Optional.empty()
                : Optional.of(
                        new Map(
                                b.getInt(8),
                                b.getInt(12),
                                b.getInt(16),
                                b.getInt(20),
                                b.getInt(24),
                                b.getInt(28),
                                Bpf.text(b, 32, 16),
                                b.getInt(72),
                                b.getInt(76),
                                b.getInt(80)));
    }

    /** The program behind a descriptor. */
    public Optional<Program> program(int fd) {
        ByteBuffer b = info(fd, 208);
        if (b == null) {
            return Optional.empty();
        }
        byte[] tag = new byte[8];
        b.get(16, tag);
        return Optional.of(
                new Program(
                        b.getInt(8),
                        b.getInt(12),
                        HexFormat.of().formatHex(tag),
                        Bpf.text(b, 72, 16),
                        b.getLong(200),
                        b.getLong(208)));
    }

    /** The ids of the maps that the program behind a descriptor uses. */
    public Set<Integer> mapsOfProgram(int fd) {
        ByteBuffer info = Bpf.allocate(8 + INFO_SIZE);
        check(bpf.info(fd, info, 8, 208), "read what maps a program uses");
        int count = info.getInt(60);
        ByteBuffer ids = Bpf.allocate(8 + 4 * count);
        ByteBuffer request = Bpf.allocate(8 + INFO_SIZE);
        try {
            request.putInt(60, count).putLong(64, Bpf.address(ids, 8));
            check(bpf.info(fd, request, 8, 208), "read what maps a program uses");
        } finally {
            Reference.reachabilityFence(ids);
        }
        Set<Integer> all = new HashSet<>();
        for (int i = 0; i < count; i++) {
            all.add(ids.getInt(8 + 4 * i));
        }
        return all;
    }

    /** The link behind a descriptor. */
    public Optional<Link> link(int fd) {
        ByteBuffer b = info(fd, 64);
        if (b == null) {
            return Optional.empty();
        }
        int type = b.getInt(8);
        boolean cgroup = type == 3;
        return Optional.of(
                new Link(
                        type,
                        b.getInt(12),
                        b.getInt(16),
                        cgroup ? 0 : b.getInt(24),
                        cgroup ? b.getInt(32) : b.getInt(28),
                        cgroup ? b.getLong(24) : 0));
    }

    /** The bytes of a BTF object by id; empty when it is gone. */
    public Optional<byte[]> btf(int id) {
        int fd = bpf.openById(Bpf.Kind.BTF, id);
        if (fd < 0) {
            return Optional.empty();
        }
        try {
            ByteBuffer info = Bpf.allocate(64);
            check(bpf.info(fd, info, 8, 16), TYPES);
            return Optional.of(btfBytes(fd, info, info.getInt(16)));
        } finally {
            Bpf.close(fd);
        }
    }

    private byte[] btfBytes(int fd, ByteBuffer info, int size) {
        ByteBuffer data = Bpf.allocate(size + 8);
        try {
            info.putLong(8, Bpf.address(data, 8)).putInt(16, size);
            check(bpf.info(fd, info, 8, 16), TYPES);
        } finally {
            Reference.reachabilityFence(data);
        }
        byte[] bytes = new byte[size];
        data.get(8, bytes);
        return bytes;
    }

    private static void check(int error, String what) {
        if (error < 0) {
            throw Bpf.failed(what, error);
        }
    }

    private ByteBuffer info(int fd, int size) {
        ByteBuffer b = Bpf.allocate(8 + INFO_SIZE);
        return bpf.info(fd, b, 8, size) < 0 ? null : b;
    }
}
