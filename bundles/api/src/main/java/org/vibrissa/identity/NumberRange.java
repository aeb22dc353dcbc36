package org.vibrissa.identity;

/**
 * Numbers that may be given to sets of labels, and in which order a set tries them. Every allocator
 * uses the same order, so that a fleet that goes from one to another keeps almost all numbers.
 *
 * @param first the lowest
 * @param last the highest, included
 */
public record NumberRange(int first, int last) {
    /** 256..65535. */
    public static final NumberRange FLEET =
            new NumberRange(Identity.FLEET_FIRST, Identity.FLEET_LAST);

    private static final int DIGITS = 8;

    public NumberRange {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException("no range of numbers: " + first + ".." + last);
        }
    }

    public int size() {
        return last - first + 1;
    }

    /**
     * The number that a set tries after that many others; the first {@link #size()} are all
     * different.
     */
    public int candidate(Labels labels, int attempt) {
        long start = Long.parseLong(labels.hash().substring(0, DIGITS), 16);
        return first + (int) ((start + attempt) % size());
    }
}
