package org.vibrissa.datapath.internal.pipeline;

import org.vibrissa.bpf.BpfProgram;
import org.vibrissa.bpf.ProgramStats;
import org.vibrissa.bpf.TestRunRequest;
import org.vibrissa.bpf.TestRunResult;

/** A program that is in no kernel. */
record FakeProgram(String name) implements BpfProgram {
    @Override
    public int id() {
        return name.hashCode();
    }

    @Override
    public String tag() {
        return "";
    }

    @Override
    public String section() {
        return "tc";
    }

    @Override
    public TestRunResult testRun(TestRunRequest request) {
        throw new UnsupportedOperationException("a fake program runs nowhere");
    }

    @Override
    public ProgramStats stats() {
        return new ProgramStats(0, 0);
    }
}
