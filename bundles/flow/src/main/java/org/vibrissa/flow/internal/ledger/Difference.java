package org.vibrissa.flow.internal.ledger;

/**
 * How many events nobody can account for. While packets run, no two counters are read at the same
 * moment: the reader's figures are taken between two readings of the kernel's, and have to lie
 * between these. When nothing came in between, all three are of one moment, and the answer is
 * exact.
 *
 * @param events what is not explained
 * @param exact whether it is so to the event
 */
record Difference(long events, boolean exact) {
    /** The reader counts as it goes, and says where it stands once in so many events. */
    private static final int STRIDE = 64;

    /**
     * Compares.
     *
     * @param before written events by the kernel's count, read before the reader's figures
     * @param taken events that readers took out of the ring, of whatever kind
     * @param pending those that wait in it
     * @param settled whether the reader rested meanwhile
     * @param after written events, read after the reader's figures
     */
    static Difference of(
            long before, long taken, long pending, boolean settled, long after, int cpus) {
        long known = taken + pending;
        if (before == after && settled) {
            return new Difference(after - known, true);
        }
        if (known < before - cpus - STRIDE) {
            return new Difference(before - known, false);
        }
        if (known > after + cpus + STRIDE) {
            return new Difference(after - known, false);
        }
        return new Difference(0, false);
    }

    /** Whether this one tells more than another. */
    boolean betterThan(Difference other) {
        return exact && !other.exact
                || exact == other.exact && Math.abs(events) < Math.abs(other.events);
    }
}
