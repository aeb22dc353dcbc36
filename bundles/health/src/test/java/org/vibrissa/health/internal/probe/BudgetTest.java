package org.vibrissa.health.internal.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void givesARateAndASecondsWorthAtOnce() {
        Budget budget = new Budget(100, 0);
        int taken = 0;
        for (long now = 0; now < 10 * SECOND; now += SECOND / 1000) {
            while (budget.take(2, now) == 0) {
                taken += 2;
            }
        }
        assertTrue(taken >= 1090 && taken <= 1102, "taken " + taken);
    }

    @Test
    void saysWhenToAskAgain() {
        Budget budget = new Budget(10, 0);
        assertEquals(0, budget.take(10, 0));
        long pause = budget.take(2, 0);
        assertEquals(SECOND / 5, pause);
        assertEquals(0, budget.take(2, pause));
    }

    @Test
    void savesNoMoreThanASecondsWorth() {
        Budget budget = new Budget(10, 0);
        budget.take(10, 0);
        long later = 3600 * SECOND;
        assertEquals(0, budget.take(10, later));
        assertTrue(budget.take(1, later) > 0);
    }

    @Test
    void letsAProbePassThatIsMoreThanASecondsWorth() {
        Budget budget = new Budget(1, 0);
        assertEquals(0, budget.take(2, 0));
        assertEquals(2 * SECOND, budget.take(2, 0));
        assertEquals(0, budget.take(2, 2 * SECOND));
    }
}
