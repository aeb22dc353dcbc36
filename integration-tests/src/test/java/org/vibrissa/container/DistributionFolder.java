package org.vibrissa.container;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

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

    /** What the launcher reads beside the list. */
    static Properties launch() throws IOException {
        Properties launch = new Properties();
        try (Reader reader = Files.newBufferedReader(home().resolve("launch.properties"))) {
            launch.load(reader);
        }
        return launch;
    }

    /** Names of the readiness checks without which a daemon is not ready. */
    static List<String> readyChecks() throws IOException {
        return List.of(launch().getProperty("ready.checks").split(",", -1));
    }
}
