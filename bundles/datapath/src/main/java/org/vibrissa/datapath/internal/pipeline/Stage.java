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
    private final Optional<BpfProgram> program;
    private volatile long writeNanos;

    Stage(String owner, String version, String name, BpfProgram program) {
        this.owner = owner;
        this.version = version;
        this.name = name;
        this.program = Optional.of(program);
    }

    private Stage(String owner, String version, String name) {
        this.owner = owner;
        this.version = version;
        this.name = name;
        this.program = Optional.empty();
    }

    /** A stage that an earlier daemon put there; it runs, but nobody here holds its program. */
    static Stage adopted(String owner, String version, String name) {
        return new Stage(owner, version, name);
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
