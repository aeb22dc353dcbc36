package org.vibrissa.flow.internal.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DifferenceTest {
    private static final int CPUS = 2;

    @Test
    void isExactWhenNothingHappenedMeanwhile() {
        assertEquals(new Difference(0, true), Difference.of(100, 60, 40, true, 100, CPUS));
        assertEquals(new Difference(1, true), Difference.of(100, 60, 39, true, 100, CPUS));
        assertEquals(new Difference(-1, true), Difference.of(100, 61, 40, true, 100, CPUS));
    }

    @Test
    void allowsForWhatHappensBetweenTheReadings() {
        assertEquals(new Difference(0, false), Difference.of(100, 120, 10, true, 200, CPUS));
        assertEquals(new Difference(0, false), Difference.of(100, 60, 0, false, 100, CPUS));
    }

    @Test
    void seesWhatNoReadingExplains() {
        assertEquals(900, Difference.of(1000, 60, 40, true, 2000, CPUS).events());
        assertEquals(-7000, Difference.of(1000, 9000, 0, true, 2000, CPUS).events());
    }

    @Test
    void exactReadingsTellMore() {
        Difference guess = new Difference(0, false);
        assertTrue(new Difference(3, true).betterThan(guess));
        assertFalse(guess.betterThan(new Difference(3, true)));
        assertTrue(new Difference(1, true).betterThan(new Difference(-3, true)));
    }
}
