package org.vibrissa.datapath.internal.pipeline;

import java.util.Optional;
import org.vibrissa.bpf.BpfProgram;

/**
 * A program in a slot and who put it there. Compared by identity: two claims of one bundle are two
 * stages.
 */
final class Stage {
    private final String owner;
    private final String version;
    private final String name;
    private final int provides;
    private final Optional<BpfProgram> program;
    private volatile long writeNanos;

    private Stage(
            String owner, String version, String name, int provides, Optional<BpfProgram> program) {
        this.owner = owner;
        this.version = version;
        this.name = name;
        this.provides = provides;
        this.program = program;
    }

    /** A stage of a running bundle. */
    static Stage of(String owner, String version, StageContract contract, BpfProgram program) {
        return new Stage(
                owner, version, contract.program(), contract.provides(), Optional.of(program));
    }

    /** A stage that an earlier daemon put there; it runs, but nobody here holds its program. */
    static Stage adopted(String owner, String version, String name, int provides) {
        return new Stage(owner, version, name, provides, Optional.empty());
    }

    /** What stands in a slot that nobody holds. */
    static Stage nobody(String name) {
        return adopted("", "", name, 0);
    }

    /** Symbolic name of the bundle. */
    String owner() {
        return owner;
    }

    String version() {
        return version;
    }

    String name() {
        return name;
    }

    /** Capabilities it gives to later stages, a bit mask. */
    int provides() {
        return provides;
    }

    /** How long the map updates took that put it in force, ns; 0 when it was adopted. */
    long writeNanos() {
        return writeNanos;
    }

    void wroteIn(long nanos) {
        writeNanos = nanos;
    }

    /** The program, unless it was adopted. */
    Optional<BpfProgram> program() {
        return program;
    }
}
