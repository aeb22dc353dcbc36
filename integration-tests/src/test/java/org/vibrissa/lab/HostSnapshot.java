package org.vibrissa.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How a host's network looked at one moment. */
public final class HostSnapshot {
    private final Namespace namespace;
    private final Path file;

    private HostSnapshot(Namespace namespace, Path file) {
        this.namespace = namespace;
        this.file = file;
    }

    /** Writes down links, addresses, routes, rules, qdiscs, filters, firewall and sysctls. */
    public static HostSnapshot take(Lab lab, Namespace namespace) {
        Path file = lab.folder().resolve(namespace.name() + ".snapshot");
        Outcome outcome =
                namespace.exec(Place.hostSnapshot().toString(), "--netns-only").expectOk();
        try {
            Files.writeString(file, outcome.out());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new HostSnapshot(namespace, file);
    }

    /** Fails with the differences unless the host looks the same now. */
    public void expectSame() {
        Outcome outcome =
                namespace.exec(
                        Place.hostSnapshot().toString(),
                        "--netns-only",
                        "--compare",
                        file.toString(),
                        "--within",
                        "10");
        if (!outcome.ok()) {
            throw new AssertionError(
                    "the host is not as before:\n" + outcome.out() + outcome.err());
        }
    }
}
