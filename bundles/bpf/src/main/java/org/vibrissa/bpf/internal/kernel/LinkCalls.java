package org.vibrissa.bpf.internal.kernel;

import java.nio.ByteBuffer;

/** Link commands; all return a descriptor or 0, or -errno. */
public final class LinkCalls {
    /** Attach type of XDP. */
    public static final int XDP = 37;

    /** Attach type of tcx at ingress; egress is one more. */
    public static final int TCX_INGRESS = 46;

    /** Flag: before all others of the hook. */
    public static final int BEFORE = 1 << 3;

    /** Flag: after all others of the hook. */
    public static final int AFTER = 1 << 4;

    private static final int ATTR = Scratch.ATTR;

    private final Bpf bpf;

    public LinkCalls(Bpf bpf) {
        this.bpf = bpf;
    }

    /**
     * Attaches a program.
     *
     * @param target a device's index or a cgroup's descriptor
     */
    public int create(int program, int target, int attachType, int flags) {
        ByteBuffer b = bpf.begin(0);
        b.putInt(ATTR, program).putInt(ATTR + 4, target);
        b.putInt(ATTR + 8, attachType).putInt(ATTR + 12, flags);
        // Kernels before 6.6 refuse bytes they do not know only when these are not zero.
        return bpf.call(Command.LINK_CREATE, b, 32);
    }

    /** Replaces a link's program. */
    public int update(int link, int program) {
        ByteBuffer b = bpf.begin(0);
        b.putInt(ATTR, link).putInt(ATTR + 4, program);
        return bpf.call(Command.LINK_UPDATE, b, 16);
    }

    /** Ends the attachment, whoever still holds the link. */
    public int detach(int link) {
        ByteBuffer b = bpf.begin(0);
        b.putInt(ATTR, link);
        return bpf.call(Command.LINK_DETACH, b, 4);
    }
}
