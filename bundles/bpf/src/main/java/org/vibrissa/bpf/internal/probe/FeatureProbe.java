package org.vibrissa.bpf.internal.probe;

import java.nio.ByteBuffer;
import org.vibrissa.bpf.Features;
import org.vibrissa.bpf.MapType;
import org.vibrissa.bpf.TestRunRequest;
import org.vibrissa.bpf.internal.kernel.Bpf;
import org.vibrissa.bpf.internal.kernel.Errno;
import org.vibrissa.bpf.internal.kernel.Fd;
import org.vibrissa.bpf.internal.kernel.LinkCalls;
import org.vibrissa.bpf.internal.kernel.MapCalls;
import org.vibrissa.bpf.internal.kernel.ProgramCalls;

/** Finds out what the kernel can do by trying; nothing of it stays or touches a device. */
public final class FeatureProbe {
    private static final int SCHED_CLS = 3;
    private static final int CGROUP_SOCK_ADDR = 18;
    private static final int CONNECT4 = 10;
    private static final int NO_DEVICE = 0x7fff_fffe;
    private static final int LOG = 4096;

    private static final int ADJUST_ROOM = 50;
    private static final int JIFFIES64 = 118;
    private static final int REDIRECT_NEIGH = 152;
    private static final int REDIRECT_PEER = 155;
    private static final int CHECK_MTU = 163;
    private static final int LOOP = 181;

    private static final int MAC_ROOM = 1;
    private static final int FIXED_GSO = 1;
    private static final int DECAP_L3_IPV4 = 1 << 7;

    private final MapCalls maps;
    private final LinkCalls links;
    private final ProgramCalls programs;
    private final ByteBuffer log = Bpf.allocate(LOG);

    public FeatureProbe(Bpf bpf) {
        this.maps = new MapCalls(bpf);
        this.links = new LinkCalls(bpf);
        this.programs = new ProgramCalls(bpf);
    }

    /**
     * Tries everything; takes a few milliseconds.
     *
     * @throws org.vibrissa.bpf.BpfException when this process may not use BPF at all
     */
    public Features probe() {
        requirePermission();
        return new Features(
                System.getProperty("os.version", ""),
                PossibleCpus.count(),
                new KernelHz(this::jiffies).find(),
                tcx(),
                map(MapType.RINGBUF, 0, 0, 4096, 0, false),
                map(MapType.HASH, 4, 4, 1, 0, true),
                map(MapType.LPM_TRIE, 8, 4, 1, 1, true),
                helper(REDIRECT_PEER),
                helper(REDIRECT_NEIGH),
                helper(CHECK_MTU),
                decapL3(),
                helper(LOOP),
                loads(CGROUP_SOCK_ADDR, CONNECT4, Instructions.move(0, 1), Instructions.exit()),
                map(MapType.LRU_HASH, 4, 4, 16, 0, false));
    }

    private void requirePermission() {
        int fd = maps.create(MapType.HASH.number(), 4, 4, 1, 0, "vib_probe");
        if (fd < 0) {
            throw Bpf.failed("create a BPF map", fd);
        }
        Bpf.close(fd);
    }

    /** A kernel that knows the hook says that there is no such device. */
    private boolean tcx() {
        int fd = load(SCHED_CLS, 0, Instructions.move(0, 0), Instructions.exit());
        if (fd < 0) {
            return false;
        }
        try {
            return links.create(fd, NO_DEVICE, LinkCalls.TCX_INGRESS, 0) == -Errno.ENODEV;
        } finally {
            Bpf.close(fd);
        }
    }

    private boolean map(MapType type, int key, int value, int entries, int flags, boolean batch) {
        int fd = maps.create(type.number(), key, value, entries, flags, "vib_probe");
        if (fd < 0) {
            return false;
        }
        try {
            if (!batch) {
                return true;
            }
            ByteBuffer room = Bpf.allocate(64);
            MapCalls.Batch one = new MapCalls.Batch(room, 24, room, 40, 1);
            int error = maps.lookupBatch(fd, room, -1, 8, one).error();
            return error == 0 || error == -Errno.ENOENT;
        } finally {
            Bpf.close(fd);
        }
    }

    private boolean loads(int type, int attachType, long... instructions) {
        int fd = load(type, attachType, instructions);
        if (fd >= 0) {
            Bpf.close(fd);
        }
        return fd >= 0;
    }

    private int load(int type, int attachType, long... instructions) {
        log.put(8, (byte) 0);
        return programs.load(type, attachType, instructions, log);
    }

    /** Whether tc programs may call a helper: the verifier names the ones it does not know. */
    private boolean helper(int number) {
        int fd = load(SCHED_CLS, 0, Instructions.call(number), Instructions.exit());
        if (fd >= 0) {
            Bpf.close(fd);
            return true;
        }
        String words = Bpf.text(log, 8, LOG - 9);
        return !words.contains("invalid func")
                && !words.contains("unknown func")
                && !words.contains("cannot use helper")
                && !words.isEmpty();
    }

    private boolean decapL3() {
        int fd =
                load(
                        SCHED_CLS,
                        0,
                        Instructions.callWith(
                                ADJUST_ROOM, -20, MAC_ROOM, FIXED_GSO | DECAP_L3_IPV4));
        return fd >= 0 && run(fd, ipInIp()) == 0;
    }

    int jiffies() {
        int fd = load(SCHED_CLS, 0, Instructions.call(JIFFIES64), Instructions.exit());
        if (fd < 0) {
            throw Bpf.failed("read jiffies by a probe program", fd);
        }
        return run(fd, new byte[64]);
    }

    private int run(int fd, byte[] packet) {
        try (Fd owned = new Fd(fd, "probe")) {
            int number = owned.acquire();
            try {
                return programs.testRun(number, TestRunRequest.of(packet), "vib_probe").retval();
            } finally {
                owned.release();
            }
        }
    }

    private static byte[] ipInIp() {
        byte[] packet = new byte[14 + 20 + 20 + 8];
        packet[12] = 8;
        packet[14] = 0x45;
        packet[17] = 48;
        packet[23] = 4;
        packet[34] = 0x45;
        packet[37] = 28;
        return packet;
    }
}
