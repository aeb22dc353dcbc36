package org.vibrissa.hubble.internal.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Names of events. */
final class EventUuidTest {
    private final EventUuid uuids = new EventUuid("tatooine", "boot");

    @Test
    void isTheSameForTheSameEventAndAnotherElsewhere() {
        assertEquals(new EventUuid("tatooine", "boot").of(7), uuids.of(7));
        assertNotEquals(new EventUuid("hoth", "boot").of(7), uuids.of(7));
        assertNotEquals(new EventUuid("tatooine", "next boot").of(7), uuids.of(7));
        assertEquals(8, UUID.fromString(uuids.of(7)).version());
        assertEquals(2, UUID.fromString(uuids.of(7)).variant());
    }

    @Test
    void findsItsSequenceAgain() {
        assertEquals(123_456_789_012L, uuids.sequence(uuids.of(123_456_789_012L)));
        assertEquals(-1, uuids.sequence(new EventUuid("hoth", "boot").of(7)));
        assertEquals(-1, uuids.sequence("no uuid"));
        assertEquals(-1, uuids.sequence(""));
    }
}
