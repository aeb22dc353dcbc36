package org.vibrissa.overlay.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Commands in network namespaces, and waiting. */
final class Shell {
    /**
     * What a command did.
     *
     * @param code 0 when it went well
     * @param output both of its streams
     */
    record Outcome(int code, String output) {}

    private Shell() {}

    static Outcome run(String namespace, String command) {
        return start("nsenter", "--net=/run/netns/" + namespace, "sh", "-ec", command);
    }

    /** Runs where the calling thread is; must go well. */
    static String here(String command) {
        return checked(command, start("sh", "-ec", command));
    }

    private static Outcome start(String... words) {
        try {
            Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
            try (InputStream out = process.getInputStream()) {
                String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
                return new Outcome(process.waitFor(), text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The output of a command that must go well. */
    static String must(String namespace, String command) {
        return checked(command, run(namespace, command));
    }

    private static String checked(String command, Outcome outcome) {
        if (outcome.code() != 0) {
            throw new AssertionError(command + ": " + outcome.output());
        }
        return outcome.output();
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited 20 s for " + what);
            }
            Thread.onSpinWait();
        }
    }
}
