package org.vibrissa.ipam.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RangeSetTest {
    @Test
    void isASetOfNumbersWithTheFewestRanges() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            RangeSet set = new RangeSet();
            Set<Integer> model = new TreeSet<>();
            for (int i = 0; i < 400; i++) {
                int number = random.nextInt(100);
                if (random.nextInt(3) == 0) {
                    set.remove(BigInteger.valueOf(number));
                    model.remove(number);
                } else {
                    int last = number + (random.nextInt(4) == 0 ? random.nextInt(12) : 0);
                    set.add(BigInteger.valueOf(number), BigInteger.valueOf(last));
                    IntStream.rangeClosed(number, last).forEach(model::add);
                }
                compare(model, set, random, "seed " + seed + ", step " + i);
            }
        }
    }

    private static void compare(Set<Integer> model, RangeSet set, Random random, String which) {
        assertEquals(BigInteger.valueOf(model.size()), set.size(), which);
        long ranges = model.stream().filter(n -> !model.contains(n - 1)).count();
        assertEquals(ranges, set.ranges(), which);
        int from = random.nextInt(110);
        int to = from + random.nextInt(30);
        Optional<BigInteger> missing =
                IntStream.rangeClosed(from, to)
                        .filter(n -> !model.contains(n))
                        .mapToObj(BigInteger::valueOf)
                        .findFirst();
        assertEquals(
                missing, set.firstMissing(BigInteger.valueOf(from), BigInteger.valueOf(to)), which);
        assertEquals(model.contains(from), set.contains(BigInteger.valueOf(from)), which);
    }

    @Test
    void aHugeRangeCostsAsMuchAsASmallOne() {
        RangeSet set = new RangeSet();
        BigInteger last = BigInteger.ONE.shiftLeft(64);
        set.add(BigInteger.ZERO, last);
        set.remove(BigInteger.TEN);
        assertEquals(Optional.of(BigInteger.TEN), set.firstMissing(BigInteger.ZERO, last));
        assertTrue(set.ranges() == 2);
    }
}
