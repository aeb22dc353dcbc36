package org.vibrissa.policy.internal.kernel;

/** Rows that would not fit; none of them was written. */
public final class PolicyMapFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int wanted;
    private final int used;
    private final int capacity;

    PolicyMapFullException(int wanted, int used, int capacity) {
        super(
                "%d rows more do not fit: the policy map has %d of at most %d; raise policy.map-max-entries"
                        .formatted(wanted, used, capacity));
        this.wanted = wanted;
        this.used = used;
        this.capacity = capacity;
    }

    /** Rows that were to be added. */
    public int wanted() {
        return wanted;
    }

    /** Rows that are there. */
    public int used() {
        return used;
    }

    /** Rows that the map holds at most. */
    public int capacity() {
        return capacity;
    }
}
