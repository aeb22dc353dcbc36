package org.vibrissa.hubble.internal.filter;

import java.util.Collection;

/** A few numbers, found without a box. Immutable. */
final class Numbers {
    private final int[] sorted;

    private Numbers(int[] sorted) {
        this.sorted = sorted;
    }

    static Numbers of(Collection<Integer> numbers) {
        return new Numbers(
                numbers.stream().mapToInt(Integer::intValue).sorted().distinct().toArray());
    }

    boolean isEmpty() {
        return sorted.length == 0;
    }

    boolean contains(int number) {
        return sorted.length == 1
                ? sorted[0] == number
                : java.util.Arrays.binarySearch(sorted, number) >= 0;
    }
}
