package org.vibrissa.bpf;

import org.osgi.annotation.versioning.ProviderType;

/** A program loaded in the kernel. Valid until its {@link BpfObject} is closed. Thread-safe. */
@ProviderType
public interface BpfProgram {
    /** The function's name in C. */
    String name();

    /** The kernel's id, as bpftool shows it. */
    int id();

    /** The kernel's hash of the instructions, 16 hex digits. */
    String tag();

    /** The section it was in, such as {@code tc}. */
    String section();

    /** Runs it on a packet in the kernel without a device. */
    TestRunResult testRun(TestRunRequest request);

    /** Run count and time; both 0 unless {@link BpfInventory#enableStats()} is in force. */
    ProgramStats stats();
}
