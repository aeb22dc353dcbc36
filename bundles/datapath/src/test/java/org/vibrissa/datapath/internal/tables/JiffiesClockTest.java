package org.vibrissa.datapath.internal.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JiffiesClockTest {
    @ParameterizedTest
    @ValueSource(ints = {100, 250, 300, 1000})
    void saysHowLongADeadlineIsAhead(int hz) {
        JiffiesClock clock = new JiffiesClock(hz);
        Duration left = clock.until(clock.now() + 60L * hz);
        assertTrue(left.compareTo(Duration.ofSeconds(60)) <= 0, left::toString);
        assertTrue(left.compareTo(Duration.ofSeconds(55)) > 0, left::toString);
    }

    @Test
    void saysZeroForWhatHasPassed() {
        JiffiesClock clock = new JiffiesClock(250);
        assertEquals(Duration.ZERO, clock.until(clock.now() - 1));
        assertEquals(Duration.ZERO, clock.until(0));
    }
}
