package org.vibrissa.launcher;

import java.time.Duration;
import java.time.Instant;

/** Measures from the execution of {@code vibrissa run}, not only from the first line of Java. */
final class StartClock {
    /** CLOCK_MONOTONIC in ns when the client was executed; {@link System#nanoTime()} reads it. */
    private static final String EXEC_TIME = "VIBRISSA_EXEC_NS";

    private final long execNanos;

    StartClock() {
        String handed = System.getenv(EXEC_TIME);
        long now = System.nanoTime();
        execNanos = handed != null && handed.matches("[0-9]{1,18}") ? Long.parseLong(handed) : now;
    }

    /** When the process was executed. */
    Instant startedAt() {
        return Instant.now().minusNanos(System.nanoTime() - execNanos);
    }

    /** Time since the process was executed. */
    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - execNanos);
    }
}
