package org.vibrissa.bpf.internal.own;

import java.util.List;
import java.util.Optional;

/** A bundle as far as the loader needs to know it. */
public interface Owner {
    /** Its symbolic name. */
    String symbolicName();

    /** Its version. */
    String version();

    /** The bytes of a file in it; empty when it has none of that path. */
    Optional<byte[]> entry(String path);

    /** Paths of its object files, {@code *.bpf.o}, in order. */
    List<String> objects();

    /** Symbolic name and version, as people see it. */
    default String label() {
        return symbolicName() + "/" + version();
    }
}
