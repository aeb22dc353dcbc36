package org.vibrissa.flow.internal.reader;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * From the kernel's monotonic clock, which {@link System#nanoTime} reads too, to the wall clock.
 * The difference is taken anew every so often, and kept while it moved by no more than a clock's
 * trimming does: so times neither jitter nor go back, except where the wall clock itself was set.
 * One thread.
 */
final class WallClock {
    private static final long TRIMMED = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(20);

    /** Longer between two readings means that we were interrupted. */
    private static final long UNDISTURBED = TimeUnit.MICROSECONDS.toNanos(20);

    private static final int TRIES = 5;

    private final LongSupplier monotonic;
    private final LongSupplier wall;
    private long difference;
    private long taken;

    WallClock() {
        this(System::nanoTime, WallClock::now);
    }

    WallClock(LongSupplier monotonic, LongSupplier wall) {
        this.monotonic = monotonic;
        this.wall = wall;
        this.taken = monotonic.getAsLong();
        this.difference = measure();
    }

    private static long now() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    /** To be called once before a batch of events. */
    void look() {
        long now = monotonic.getAsLong();
        if (now - taken < EVERY) {
            return;
        }
        taken = now;
        long measured = measure();
        if (Math.abs(measured - difference) > TRIMMED) {
            difference = measured;
        }
    }

    /** The wall clock at a time of the monotonic one. */
    long at(long monotonicNanos) {
        return monotonicNanos + difference;
    }

    private long measure() {
        long best = 0;
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && shortest > UNDISTURBED; i++) {
            long before = monotonic.getAsLong();
            long time = wall.getAsLong();
            long took = monotonic.getAsLong() - before;
            if (took < shortest) {
                shortest = took;
                best = time - before - took / 2;
            }
        }
        return best;
    }
}
