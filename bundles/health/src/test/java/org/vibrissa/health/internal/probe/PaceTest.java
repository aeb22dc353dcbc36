package org.vibrissa.health.internal.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
    private static final long K = TimeUnit.SECONDS.toNanos(10);

    /** k ln(1 + n), in milliseconds. */
    @ParameterizedTest
    @CsvSource({"1, 6931", "2, 10986", "8, 21972", "100, 46151", "1000, 69087"})
    void growsWithTheLogarithmOfTheNumberOfHosts(int hosts, long millis) {
        long interval = new Pace(K, () -> 0.5).interval(hosts);
        assertEquals(millis, TimeUnit.NANOSECONDS.toMillis(interval));
    }

    /**
     * What one host sends a second grows by less than n, and the fleet's by less than its square.
     */
    @Test
    void keepsTheRateOfAThousandHostsSmall() {
        Pace pace = new Pace(K, () -> 0.5);
        assertTrue(1000 * 1e9 / pace.interval(1000) < 15);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.25, 0.5, 0.999})
    void spreadsProbesByAFifth(double random) {
        Pace pace = new Pace(K, () -> random);
        double factor = (double) pace.next(8) / pace.interval(8);
        assertTrue(factor >= 0.79 && factor <= 1.21, "factor " + factor);
        assertEquals(0.8 + 0.4 * random, factor, 0.01);
    }

    @Test
    void asksAgainSoonWhenAPathMayBeLost() {
        assertTrue(new Pace(K, () -> 0.999).again(1000) <= TimeUnit.MILLISECONDS.toNanos(1200));
        assertTrue(new Pace(1000, () -> 0.999).again(1) < 1000, "never later than usual");
        assertTrue(new Pace(K, () -> 0.999).first(1000) <= TimeUnit.SECONDS.toNanos(2));
    }
}
