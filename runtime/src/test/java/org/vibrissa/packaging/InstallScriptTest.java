package org.vibrissa.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code install.sh} looks at what it is given before it replaces what is there. */
class InstallScriptTest {
    /** The SHA-256 is that of the text "jar\n". */
    private static final String LIST =
            "# Made from a test; start level, CRC-32, SHA-256, jar\n"
                    + "10 00000000"
                    + " fb8ce05502991565de98e3e21d9ab98151c1cd1715b14a3f7c349cba300cb2b9"
                    + " bundles/a+b-1.0.jar\n";

    @TempDir Path distribution;
    private Path jar;

    @BeforeEach
    void makeADistribution() throws IOException {
        Files.copy(Path.of("packaging/install.sh"), distribution.resolve("install.sh"));
        Files.createDirectory(distribution.resolve("bundles"));
        jar = distribution.resolve("bundles/a+b-1.0.jar");
        Files.writeString(jar, "jar\n");
        Files.writeString(distribution.resolve("bundles.list"), LIST);
    }

    @Test
    void findsEveryBundleAsItWasBuilt() throws IOException, InterruptedException {
        assertEquals("0 The bundles in " + distribution + " are those of bundles.list.", run());
    }

    @Test
    void namesADamagedBundle() throws IOException, InterruptedException {
        Files.writeString(jar, "jaR\n");
        String said = run();
        assertTrue(said.startsWith("1 bundles/a+b-1.0.jar: FAILED"), said);
        assertTrue(said.contains(distribution + " is damaged"), said);
    }

    @Test
    void namesABundleThatIsNotThere() throws IOException, InterruptedException {
        Files.delete(jar);
        String said = run();
        assertTrue(said.startsWith("1 "), said);
        assertTrue(said.contains("bundles/a+b-1.0.jar"), said);
    }

    /** The exit code and all that was said. */
    private String run() throws IOException, InterruptedException {
        Process script =
                new ProcessBuilder("sh", distribution.resolve("install.sh").toString(), "--verify")
                        .redirectErrorStream(true)
                        .start();
        String said =
                new String(
                        script.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        assertTrue(script.waitFor(10, TimeUnit.SECONDS), "install.sh does not end");
        return script.exitValue() + " " + said.strip();
    }
}
