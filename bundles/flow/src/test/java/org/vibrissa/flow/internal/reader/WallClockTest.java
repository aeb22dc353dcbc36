package org.vibrissa.flow.internal.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WallClockTest {
    private static final long BOOT = 1_700_000_000_000_000_000L;

    private long monotonic = 5_000_000_000L;
    private long offset = BOOT;
    private final WallClock clock = new WallClock(() -> monotonic, () -> monotonic + offset);

    private void pass(long milliseconds) {
        monotonic += TimeUnit.MILLISECONDS.toNanos(milliseconds);
        clock.look();
    }

    @Test
    void tellsWhenAnEventWas() {
        assertEquals(BOOT + 4_000_000_000L, clock.at(4_000_000_000L));
    }

    @Test
    void followsAClockThatWasSetEitherWay() {
        pass(100);
        offset += TimeUnit.HOURS.toNanos(1);
        pass(100);
        assertEquals(monotonic + offset, clock.at(monotonic));
        offset -= TimeUnit.DAYS.toNanos(1);
        pass(100);
        assertEquals(monotonic + offset, clock.at(monotonic));
    }

    @Test
    void staysSteadyWhileTheClockIsTrimmed() {
        long before = clock.at(0);
        for (int i = 0; i < 50; i++) {
            offset += i % 2 == 0 ? 300_000 : -280_000;
            pass(30);
        }
        assertEquals(before, clock.at(0));
        offset += 600_000;
        pass(30);
        assertEquals(offset, clock.at(0), "a millisecond off is enough");
    }
}
