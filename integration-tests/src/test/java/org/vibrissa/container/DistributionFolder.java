package org.vibrissa.container;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the build put the assembled distribution. */
final class DistributionFolder {
    private DistributionFolder() {}

    static Path home() {
        Path home =
                Path.of(System.getProperty("vibrissa.root", ".."), "runtime/target/vibrissa")
                        .toAbsolutePath()
                        .normalize();
        if (!Files.exists(home.resolve("bundles.list"))) {
            throw new IllegalStateException(
                    home + " is not complete: build the tree first (./check unit)");
        }
        return home;
    }
}
