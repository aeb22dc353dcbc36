package org.vibrissa.policy.internal.engine;

/** There is no room in the kernel's map for what a change needs; nothing was changed. */
public final class PolicyOverflow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PolicyOverflow(long needed, long free, int capacity) {
        super(
                "needs room for %,d rows in the policy map, %,d of %,d are free; name fewer peers or"
                                .formatted(needed, free, capacity)
                        + " ports, or raise policy.map-max-entries");
    }
}
