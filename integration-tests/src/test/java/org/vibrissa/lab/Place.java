package org.vibrissa.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where the build put what the lab runs. */
final class Place {
    private Place() {}

    /** The top of the source tree. */
    static Path root() {
        return Path.of(System.getProperty("vibrissa.root", "..")).toAbsolutePath().normalize();
    }

    /** The build's output folder of this module; artefacts of tests go below it. */
    static Path output() {
        String given = System.getProperty("vibrissa.test.output");
        return given == null ? root().resolve("integration-tests/target") : Path.of(given);
    }

    /** The assembled distribution, as a user would install it. */
    static Path distribution() {
        return root().resolve("runtime/target/vibrissa");
    }

    /** The command line client of that distribution. */
    static Path vibrissa() {
        return existing(distribution().resolve("bin/vibrissa"));
    }

    /** The jar of a bundle in that distribution. */
    static Path bundle(String symbolicName) {
        Path folder = existing(distribution().resolve("bundles"));
        try (Stream<Path> jars = Files.list(folder)) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith(symbolicName + "-0"))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new IllegalStateException(
                                            "no " + symbolicName + " in " + folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The traffic tool. */
    static Path vibtraffic() {
        return existing(output().resolve("vibtraffic"));
    }

    /** The script that lists what a machine's network looks like. */
    static Path hostSnapshot() {
        return existing(root().resolve("scripts/host-snapshot.sh"));
    }

    /** What the build made, by its path in the source tree. */
    static Path built(String path) {
        return existing(root().resolve(path));
    }

    private static Path existing(Path file) {
        if (!Files.exists(file)) {
            throw new IllegalStateException(
                    file + " is missing: build the tree first (./check unit)");
        }
        return file;
    }
}
