package org.vibrissa.hubble.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vibrissa.hubble.internal.message.FlowMessages;
import org.vibrissa.hubble.proto.flow.LostEvent;
import org.vibrissa.hubble.proto.flow.LostEventSource;

/** When losses are told, and how many. */
final class LostFlowsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long NOON = 1_767_268_800L * SECOND;

    private final LostFlows lost = new LostFlows(LostEventSource.HUBBLE_RING_BUFFER);

    @Test
    void tellsThoseOfASecondTogether() {
        assertFalse(lost.due(NOON));
        lost.add(3, NOON);
        assertFalse(lost.due(NOON + SECOND - 1));
        lost.add(4, NOON + SECOND / 2);
        assertTrue(lost.due(NOON + SECOND));
        LostEvent told = lost.take();
        assertEquals(7, told.getNumEventsLost());
        assertEquals(FlowMessages.time(NOON), told.getFirst());
        assertEquals(FlowMessages.time(NOON + SECOND / 2), told.getLast());
        assertTrue(lost.isEmpty());
        assertFalse(lost.due(NOON + 10 * SECOND));
    }

    @Test
    void aClockThatWasSetBackKeepsNothing() {
        lost.add(1, NOON);
        assertTrue(lost.due(NOON - 3600 * SECOND));
    }

    @Test
    void tellsWhatTheKernelLostSinceItWasLookedAt() {
        KernelLosses before = new KernelLosses(Map.of(0, 5L, 1, 7L));
        KernelLosses after = new KernelLosses(Map.of(0, 5L, 1, 9L, 2, 1L));
        assertEquals(Map.of(1, 2L, 2, 1L), after.since(before));
        assertEquals(Map.of(), before.since(after), "a ring that was made anew begins at 0");
    }
}
