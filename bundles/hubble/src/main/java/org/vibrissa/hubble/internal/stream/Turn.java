package org.vibrissa.hubble.internal.stream;

import java.util.function.LongSupplier;

/**
 * A client's turn: so many events, and not much longer when each takes long to judge. Then others
 * have theirs. For one thread.
 */
final class Turn {
    private static final long LONGEST_NANOS = 20_000_000;

    /** The clock costs about as much as a plain filter. Power of two. */
    private static final int BETWEEN_LOOKS = 4;

    private final LongSupplier nanos;
    private final long end;
    private int left;

    Turn(int events) {
        this(events, System::nanoTime);
    }

    /** By another clock. */
    Turn(int events, LongSupplier nanos) {
        this.nanos = nanos;
        end = nanos.getAsLong() + LONGEST_NANOS;
        left = events;
    }

    /** Whether there is time for another event; to be asked before each. */
    boolean next() {
        if (left == 0) {
            return false;
        }
        left--;
        return (left & BETWEEN_LOOKS - 1) != 0 || nanos.getAsLong() - end < 0;
    }
}
