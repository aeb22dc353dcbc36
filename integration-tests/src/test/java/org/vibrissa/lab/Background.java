package org.vibrissa.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A program that runs inside a namespace until it is told to end. */
final class Background {
    private final Process process;
    private final Path errors;
    private final String title;

    Background(Lab lab, Namespace namespace, String title, String... words) {
        this.title = title;
        errors = lab.folder().resolve(title + ".err");
        try {
            process =
                    new ProcessBuilder(Command.inside(namespace.file(), words))
                            .redirectInput(Path.of("/dev/null").toFile())
                            .redirectOutput(lab.folder().resolve(title + ".out").toFile())
                            .redirectError(errors.toFile())
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lab.later(title, process::destroyForcibly);
    }

    /** Waits until {@code file} exists; fails at once when the program ended before. */
    void await(Path file, Duration patience) {
        Await.until(
                title + " is at work",
                patience,
                () -> {
                    if (!process.isAlive() && !Files.exists(file)) {
                        throw new AssertionError(title + " ended: " + said());
                    }
                    return Files.exists(file);
                },
                this::said);
    }

    /** Waits for its end; fails when it does not come. */
    int awaitEnd(Duration patience) {
        if (!endsWithin(patience)) {
            throw new AssertionError(
                    title + " did not end within " + patience.toSeconds() + " s: " + said());
        }
        return process.exitValue();
    }

    /** Waits for its end; whether it came. */
    boolean endsWithin(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + title, e);
        }
    }

    /** Asks it to end by SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Sends it what Ctrl-C does. */
    void interrupt() {
        Command.run("kill", "-INT", Long.toString(process.pid())).expectOk();
    }

    /** Ends it without a warning. */
    void kill() {
        process.destroyForcibly();
    }

    /** What it said on standard error. */
    String said() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
