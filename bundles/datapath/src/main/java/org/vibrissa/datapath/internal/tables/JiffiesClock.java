package org.vibrissa.datapath.internal.tables;

import java.time.Duration;

/**
 * The kernel's jiffies from CLOCK_MONOTONIC. Since 2.6 {@code jiffies64} starts 300 seconds before
 * the low 32 bits wrap (INITIAL_JIFFIES, include/linux/jiffies.h) and both clocks count from boot.
 */
final class JiffiesClock {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final int hz;

    JiffiesClock(int hz) {
        this.hz = hz;
    }

    /** Now, correct to a few ticks. */
    long now() {
        long nanos = System.nanoTime();
        long ticks =
                nanos / NANOS_PER_SECOND * hz + nanos % NANOS_PER_SECOND * hz / NANOS_PER_SECOND;
        return (1L << 32) - 300L * hz + ticks;
    }

    /** Zero when {@code deadline} has passed. */
    Duration until(long deadline) {
        long ticks = deadline - now();
        return ticks <= 0 ? Duration.ZERO : Duration.ofMillis(ticks * 1000 / hz);
    }
}
