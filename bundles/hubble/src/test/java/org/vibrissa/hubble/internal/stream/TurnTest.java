package org.vibrissa.hubble.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class TurnTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5_000_000);

    @Test
    void isSoManyEvents() {
        Turn turn = new Turn(2, nanos::get);
        assertTrue(turn.next());
        assertTrue(turn.next());
        assertFalse(turn.next());
        assertFalse(turn.next());
    }

    @Test
    void endsSoonAfterItsTime() {
        Turn turn = new Turn(1000, nanos::get);
        int events = 0;
        while (turn.next()) {
            events++;
            nanos.addAndGet(10_000_000);
        }
        assertEquals(3, events, "20 ms and what comes between two looks at the clock");
    }
}
