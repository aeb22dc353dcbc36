package org.vibrissa.policy.internal.document;

import java.nio.file.Path;
import java.time.Instant;
import org.vibrissa.runtime.Node;

/** A daemon with its folders here. */
public record HereNode(Path folder) implements Node {
    @Override
    public String name() {
        return "test";
    }

    @Override
    public String version() {
        return "0";
    }

    @Override
    public Instant startedAt() {
        return Instant.EPOCH;
    }

    @Override
    public Path runDir() {
        return folder;
    }

    @Override
    public Path stateDir() {
        return folder;
    }

    @Override
    public Path bpfDir() {
        return folder;
    }

    @Override
    public Path configDir() {
        return folder;
    }
}
