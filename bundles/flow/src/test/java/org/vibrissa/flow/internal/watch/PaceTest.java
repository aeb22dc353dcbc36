package org.vibrissa.flow.internal.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PaceTest {
    private long now = TimeUnit.HOURS.toNanos(5);
    private final Pace pace = new Pace(10, () -> now);

    private long allowedOf(int tries) {
        return IntStream.range(0, tries).filter(i -> pace.allows()).count();
    }

    @Test
    void allowsASecondsWorthInARow() {
        assertEquals(10, allowedOf(100));
    }

    @Test
    void thenOneByOne() {
        allowedOf(100);
        assertFalse(pace.allows());
        now += TimeUnit.MILLISECONDS.toNanos(100);
        assertTrue(pace.allows());
        assertFalse(pace.allows());
    }

    @Test
    void savesUpNoMoreThanASecond() {
        allowedOf(100);
        now += TimeUnit.MINUTES.toNanos(1);
        assertEquals(10, allowedOf(100));
    }
}
