package org.vibrissa.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs of the machine to their end. */
public final class Command {
    /** Longer than any command of a test should take on two busy cores. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Command() {}

    /** Runs to the end; its exit code is the caller's to judge. */
    public static Outcome run(String... words) {
        return run(List.of(words), "");
    }

    /** Runs to the end with {@code input} on standard input. */
    public static Outcome run(List<String> words, String input) {
        try {
            Path in = Files.createTempFile("vibrissa", ".in");
            Path out = Files.createTempFile("vibrissa", ".out");
            Path err = Files.createTempFile("vibrissa", ".err");
            try {
                Files.writeString(in, input);
                Process process =
                        new ProcessBuilder(words)
                                .redirectInput(in.toFile())
                                .redirectOutput(out.toFile())
                                .redirectError(err.toFile())
                                .start();
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(
                            String.join(" ", words)
                                    + " did not end within "
                                    + PATIENCE.toSeconds()
                                    + " s; it said: "
                                    + text(out)
                                    + text(err));
                }
                return new Outcome(words, process.exitValue(), text(out), text(err));
            } finally {
                Files.deleteIfExists(in);
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(String.join(" ", words), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted in " + String.join(" ", words), e);
        }
    }

    /** {@code words} as they run inside a namespace, which keeps bpffs and /run as they are. */
    static List<String> inside(Path namespace, String... words) {
        List<String> all = new ArrayList<>(List.of("nsenter", "--net=" + namespace));
        all.addAll(List.of(words));
        return all;
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
