package org.vibrissa.ipam.internal;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A set of numbers kept as the fewest ranges, so that its cost is that of its gaps and not of its
 * size, and the next number that is not in it is found in O(log n).
 */
final class RangeSet {
    private final TreeMap<BigInteger, BigInteger> lastByFirst = new TreeMap<>();

    boolean contains(BigInteger number) {
        Map.Entry<BigInteger, BigInteger> range = lastByFirst.floorEntry(number);
        return range != null && range.getValue().compareTo(number) >= 0;
    }

    /** Whether a number of a range, both ends included, is in the set. */
    boolean touches(BigInteger first, BigInteger last) {
        Map.Entry<BigInteger, BigInteger> range = lastByFirst.floorEntry(last);
        return range != null && range.getValue().compareTo(first) >= 0;
    }

    void add(BigInteger number) {
        add(number, number);
    }

    /** Adds all of a range, both ends included. */
    void add(BigInteger first, BigInteger last) {
        BigInteger from = first;
        BigInteger to = last;
        Map.Entry<BigInteger, BigInteger> near = lastByFirst.floorEntry(to.add(BigInteger.ONE));
        while (near != null && near.getValue().compareTo(from.subtract(BigInteger.ONE)) >= 0) {
            from = from.min(near.getKey());
            to = to.max(near.getValue());
            lastByFirst.remove(near.getKey());
            near = lastByFirst.floorEntry(to.add(BigInteger.ONE));
        }
        lastByFirst.put(from, to);
    }

    void remove(BigInteger number) {
        Map.Entry<BigInteger, BigInteger> range = lastByFirst.floorEntry(number);
        if (range == null || range.getValue().compareTo(number) < 0) {
            return;
        }
        lastByFirst.remove(range.getKey());
        if (range.getKey().compareTo(number) < 0) {
            lastByFirst.put(range.getKey(), number.subtract(BigInteger.ONE));
        }
        if (range.getValue().compareTo(number) > 0) {
            lastByFirst.put(number.add(BigInteger.ONE), range.getValue());
        }
    }

    /** The lowest number from {@code first} to {@code last} that is not in the set. */
    Optional<BigInteger> firstMissing(BigInteger first, BigInteger last) {
        Map.Entry<BigInteger, BigInteger> range = lastByFirst.floorEntry(first);
        BigInteger candidate =
                range != null && range.getValue().compareTo(first) >= 0
                        ? range.getValue().add(BigInteger.ONE)
                        : first;
        return candidate.compareTo(last) <= 0 ? Optional.of(candidate) : Optional.empty();
    }

    /** How many numbers are in the set. */
    BigInteger size() {
        BigInteger size = BigInteger.ZERO;
        for (Map.Entry<BigInteger, BigInteger> range : lastByFirst.entrySet()) {
            size = size.add(range.getValue()).subtract(range.getKey()).add(BigInteger.ONE);
        }
        return size;
    }

    /** How many ranges it takes; for tests. */
    int ranges() {
        return lastByFirst.size();
    }
}
