package org.vibrissa.bpf;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One program attached to one hook. The program may be replaced in place at any time without a
 * packet seeing neither. Safe for use by any thread; updates are serialised.
 */
@ProviderType
public interface BpfLink extends AutoCloseable {
    /** How the kernel holds the attachment. */
    enum Form {
        /** A tcx link (kernel 6.6 and newer). */
        TCX,
        /** A cls_bpf filter on a clsact qdisc at a fixed preference and handle. */
        CLSACT,
        /** An XDP link. */
        XDP,
        /** A cgroup link. */
        CGROUP
    }

    /** How the kernel holds the attachment. */
    Form form();

    /** Where it is attached, such as {@code ifindex 7 ingress} or a cgroup path. */
    String target();

    /** The device, 0 when the hook is not on a device or the device is gone. */
    int ifindex();

    /** The kernel's link id; for {@link Form#CLSACT} 0. */
    int id();

    /** The id of the program which runs there now, 0 when the hook is gone. */
    int programId();

    /** Name of the pin that keeps the link over the daemon's end. */
    Optional<String> pin();

    /** Whether the hook still exists: false after its device or cgroup was removed. */
    boolean attached();

    /** Replaces the program in place; takes microseconds and loses no packet. */
    void update(BpfProgram program);

    /** Ends the attachment: unpins and detaches. The link is closed afterwards. Idempotent. */
    void detach();

    /** Gives up the handle: a pinned link stays attached, an unpinned one is detached. */
    @Override
    void close();
}
