package org.vibrissa.hubble.internal.stream;

/**
 * A client's turn: so many events, and not much longer when each takes long to judge. Then others
 * have theirs. For one thread.
 */
final class Turn {
    private static final long LONGEST_NANOS = 20_000_000;

    /** The clock costs about as much as a plain filter. Power of two. */
    private static final int BETWEEN_LOOKS = 4;

    private final long end = System.nanoTime() + LONGEST_NANOS;
    private int left;

    Turn(int events) {
        left = events;
    }

    /** Whether there is time for another event; to be asked before each. */
    boolean next() {
        if (left == 0) {
            return false;
        }
        left--;
        return (left & BETWEEN_LOOKS - 1) != 0 || System.nanoTime() - end < 0;
    }
}
