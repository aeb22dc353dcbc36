package org.vibrissa.identity.internal.number;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.Labels;
import org.vibrissa.identity.NumberRange;

final class NumberingTest {
    private static Labels set(int i) {
        return Labels.of(Label.any("app", "a" + i));
    }

    /** As the contract says it: in order of hash, the first free of those it tries. */
    private static SortedMap<Integer, Labels> plainly(NumberRange range, Set<Labels> sets) {
        SortedMap<Integer, Labels> given = new TreeMap<>();
        List<Labels> order = new ArrayList<>(sets);
        order.sort(Comparator.comparing(Labels::hash));
        for (Labels labels : order) {
            for (int i = 0; i < range.size(); i++) {
                if (given.putIfAbsent(range.candidate(labels, i), labels) == null) {
                    break;
                }
            }
        }
        return given;
    }

    @ParameterizedTest
    @CsvSource({"1,10", "2,30", "3,40", "4,41", "5,60", "6,64", "7,64"})
    void dependsOnNothingButTheSets(int seed, int most) {
        Random random = new Random(seed);
        NumberRange range = new NumberRange(256, 256 + 39);
        Numbering numbering = new Numbering(range);
        Set<Labels> now = new HashSet<>();
        for (int step = 0; step < 200; step++) {
            Set<Labels> added = new HashSet<>();
            Set<Labels> removed = new HashSet<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                added.add(set(random.nextInt(most)));
            }
            for (Labels labels : now) {
                if (random.nextInt(12) == 0 && !added.contains(labels)) {
                    removed.add(labels);
                }
            }
            now.removeAll(removed);
            now.addAll(added);
            numbering.change(added, removed);
            SortedMap<Integer, Labels> expected = plainly(range, now);
            assertEquals(expected, numbering.sets());
            List<Labels> shuffled = new ArrayList<>(now);
            Collections.shuffle(shuffled, random);
            assertEquals(expected, Numbering.of(range, shuffled).sets());
            Set<Labels> refused = new HashSet<>(now);
            refused.removeAll(expected.values());
            assertEquals(refused, numbering.refused());
        }
    }

    @Test
    void givesEachSetOneNumberAndEachNumberOneSet() {
        List<Labels> sets = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            sets.add(set(i));
        }
        Numbering numbering = Numbering.of(NumberRange.FLEET, sets);
        assertEquals(10_000, new HashSet<>(numbering.sets().values()).size());
        numbering
                .sets()
                .forEach(
                        (number, labels) -> {
                            assertEquals(Optional.of(number), numbering.number(labels));
                            assertTrue(number >= 256 && number <= 65535, () -> "" + number);
                        });
    }

    @Test
    void keepsAlmostAllNumbersWhenOneComesOrGoes() {
        List<Labels> sets = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            sets.add(set(i));
        }
        Numbering numbering = Numbering.of(NumberRange.FLEET, sets);
        SortedMap<Integer, Labels> before = numbering.sets();
        numbering.change(Set.of(set(5000)), Set.of(set(0)));
        long moved =
                before.entrySet().stream()
                        .filter(e -> !e.getValue().equals(set(0)))
                        .filter(e -> !e.getValue().equals(numbering.sets().get(e.getKey())))
                        .count();
        assertTrue(moved <= 3, () -> moved + " moved");
    }

    @Test
    void usesTheWholeRangeBeforeItRefuses() {
        NumberRange range = new NumberRange(300, 309);
        List<Labels> sets = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            sets.add(set(i));
        }
        Numbering numbering = Numbering.of(range, sets);
        assertEquals(10, numbering.sets().size());
        Labels refused = numbering.refused().iterator().next();
        numbering.change(Set.of(), Set.of(numbering.sets().get(305)));
        assertTrue(numbering.number(refused).isPresent());
    }
}
