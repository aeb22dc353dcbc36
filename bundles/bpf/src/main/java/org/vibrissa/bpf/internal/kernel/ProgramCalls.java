package org.vibrissa.bpf.internal.kernel;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.List;
import org.vibrissa.bpf.SkbContext;
import org.vibrissa.bpf.TestRunRequest;
import org.vibrissa.bpf.TestRunResult;

/** Runs and raw loads of programs. */
public final class ProgramCalls {
    private static final int ATTR = Scratch.ATTR;
    private static final int SKB_SIZE = 192;

    /** What a program may add to a packet: headroom of an encapsulation, with plenty to spare. */
    private static final int GROWTH = 1024;

    private final Bpf bpf;

    public ProgramCalls(Bpf bpf) {
        this.bpf = bpf;
    }

    /**
     * Runs a program on a packet.
     *
     * @param what the program's name, for errors
     */
    public TestRunResult testRun(int fd, TestRunRequest request, String what) {
        byte[] data = request.data();
        int outSize = data.length + GROWTH;
        int skb = Bpf.ROOM;
        int in = skb + SKB_SIZE;
        int out = in + (data.length + 7 & ~7);
        ByteBuffer b = bpf.begin(SKB_SIZE + data.length + 8 + outSize);
        b.put(in, data);
        b.putInt(ATTR, fd).putInt(ATTR + 8, data.length).putInt(ATTR + 12, outSize);
        b.putLong(ATTR + 16, Scratch.address(b, in)).putLong(ATTR + 24, Scratch.address(b, out));
        b.putInt(ATTR + 32, request.repeat());
        request.context().ifPresent(c -> context(c, b, skb));
        int error = bpf.call(Command.PROG_TEST_RUN, b, 80);
        if (error < 0) {
            String hint =
                    -error == Errno.EINVAL
                            ? "the packet has " + data.length + " bytes; 14 is the least"
                            : "";
            throw Bpf.failed("run program " + what + " on a test packet", error, hint);
        }
        byte[] after = new byte[b.getInt(ATTR + 12)];
        b.get(out, after);
        SkbContext contextAfter =
                request.context().isPresent() ? readContext(b, skb) : SkbContext.EMPTY;
        return new TestRunResult(b.getInt(ATTR + 4), after, contextAfter, b.getInt(ATTR + 36));
    }

    private static void context(SkbContext c, ByteBuffer b, int at) {
        for (int i = 0; i < SKB_SIZE; i += 8) {
            b.putLong(at + i, 0);
        }
        b.putInt(at + 8, c.mark()).putInt(at + 32, c.priority());
        b.putInt(at + 36, c.ingressIfindex()).putInt(at + 40, c.ifindex());
        for (int i = 0; i < 5; i++) {
            b.putInt(at + 48 + 4 * i, c.cb().get(i));
        }
        b.putInt(at + 160, c.wireLen()).putInt(at + 164, c.gsoSegs()).putInt(at + 176, c.gsoSize());
        b.putInt(ATTR + 40, SKB_SIZE).putInt(ATTR + 44, SKB_SIZE);
        b.putLong(ATTR + 48, Scratch.address(b, at)).putLong(ATTR + 56, Scratch.address(b, at));
    }

    private static SkbContext readContext(ByteBuffer b, int at) {
        return new SkbContext(
                b.getInt(at + 8),
                b.getInt(at + 32),
                b.getInt(at + 40),
                b.getInt(at + 36),
                List.of(
                        b.getInt(at + 48),
                        b.getInt(at + 52),
                        b.getInt(at + 56),
                        b.getInt(at + 60),
                        b.getInt(at + 64)),
                b.getInt(at + 160),
                b.getInt(at + 164),
                b.getInt(at + 176));
    }

    /**
     * Loads raw instructions; the descriptor or -errno.
     *
     * @param type program type number
     * @param attachType expected attach type number
     * @param instructions 8 bytes each
     * @param log receives the verifier's words; its room starts at byte 8
     */
    public int load(int type, int attachType, long[] instructions, ByteBuffer log) {
        ByteBuffer b = bpf.begin(instructions.length * 8 + 8);
        for (int i = 0; i < instructions.length; i++) {
            b.putLong(Bpf.ROOM + 8 * i, instructions[i]);
        }
        int license = Bpf.ROOM + 8 * instructions.length;
        b.put(license, new byte[] {'G', 'P', 'L', 0});
        b.putInt(ATTR, type).putInt(ATTR + 4, instructions.length);
        b.putLong(ATTR + 8, Scratch.address(b, Bpf.ROOM));
        b.putLong(ATTR + 16, Scratch.address(b, license));
        b.putInt(ATTR + 24, 1).putInt(ATTR + 28, log.capacity() - 8);
        b.putLong(ATTR + 32, Scratch.address(log, 8));
        b.putInt(ATTR + 68, attachType);
        try {
            return bpf.call(Command.PROG_LOAD, b, 72);
        } finally {
            Reference.reachabilityFence(log);
        }
    }
}
