package org.vibrissa.bpf.internal.map;

import org.vibrissa.bpf.BpfProgram;
import org.vibrissa.bpf.ProgramStats;
import org.vibrissa.bpf.TestRunRequest;
import org.vibrissa.bpf.TestRunResult;
import org.vibrissa.bpf.internal.kernel.Bpf;
import org.vibrissa.bpf.internal.kernel.Fd;
import org.vibrissa.bpf.internal.kernel.ObjectInfo;
import org.vibrissa.bpf.internal.kernel.ProgramCalls;

/** A program this process holds a descriptor of. */
public final class LoadedProgram implements BpfProgram, AutoCloseable {
    private final Fd fd;
    private final Bpf bpf;
    private final String name;
    private final String section;
    private final ObjectInfo.Program info;

    /**
     * Takes over a descriptor.
     *
     * @param name the full name in C, of which the kernel keeps 15 characters
     * @param section its section, empty when it is not known any more
     */
    public LoadedProgram(Bpf bpf, Fd fd, String name, String section) {
        this.bpf = bpf;
        this.fd = fd;
        this.name = name;
        this.section = section;
        this.info = info(bpf, fd, name);
    }

    private static ObjectInfo.Program info(Bpf bpf, Fd fd, String name) {
        int number = fd.acquire();
        try {
            return new ObjectInfo(bpf)
                    .program(number)
                    .orElseThrow(() -> new IllegalStateException(name + " is no program"));
        } finally {
            fd.release();
        }
    }

    /** The loader's own form of a program of the API. */
    public static LoadedProgram of(BpfProgram program) {
        if (program instanceof LoadedProgram loaded) {
            return loaded;
        }
        throw new IllegalArgumentException(
                "program " + program.name() + " does not come from this loader");
    }

    public Fd fd() {
        return fd;
    }

    /** The kernel's number of the program type. */
    public int type() {
        return info.type();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int id() {
        return info.id();
    }

    @Override
    public String tag() {
        return info.tag();
    }

    @Override
    public String section() {
        return section;
    }

    @Override
    public TestRunResult testRun(TestRunRequest request) {
        int number = fd.acquire();
        try {
            return new ProgramCalls(bpf).testRun(number, request, name);
        } finally {
            fd.release();
        }
    }

    @Override
    public ProgramStats stats() {
        ObjectInfo.Program now = info(bpf, fd, name);
        return new ProgramStats(now.runs(), now.nanos());
    }

    @Override
    public void close() {
        fd.close();
    }

    @Override
    public String toString() {
        return "program " + name + " (id " + info.id() + ")";
    }
}
