package org.vibrissa.endpoint.internal.realise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vibrissa.net.IpAddresses;

class EndpointIdsTest {
    private static final InetAddress ONE = IpAddresses.parse("10.0.0.1");
    private static final InetAddress TWO = IpAddresses.parse("fd00::2");

    @Test
    void givesTheSameNumberUntilItIsReleased() {
        EndpointIds ids = new EndpointIds(Map.of());
        assertEquals(1, ids.of("a", List.of(ONE)));
        assertEquals(2, ids.of("b", List.of(TWO)));
        assertEquals(1, ids.of("a", List.of(TWO)));
        ids.release("a");
        assertEquals(3, ids.of("c", List.of()), "a number is not used again at once");
    }

    @Test
    void findsTheNumberOfAnEarlierDaemonByAnyAddress() {
        EndpointIds ids = new EndpointIds(Map.of(ONE, 7, TWO, 1));
        assertEquals(7, ids.of("a", List.of(IpAddresses.parse("10.0.0.9"), ONE)));
        assertEquals(2, ids.of("new", List.of()), "1 belongs to an endpoint not yet seen");
        assertEquals(1, ids.of("b", List.of(TWO)));
    }

    @Test
    void givesNoNumberTwiceWhenAnAddressMoved() {
        EndpointIds ids = new EndpointIds(Map.of(ONE, 7));
        assertEquals(7, ids.of("a", List.of(ONE)));
        assertNotEquals(7, ids.of("b", List.of(ONE)));
    }

    @Test
    void forgetsLeftoversOnceAllIsSeen() {
        EndpointIds ids = new EndpointIds(Map.of(ONE, 1));
        ids.settle();
        assertEquals(1, ids.of("a", List.of(TWO)));
    }

    @Test
    void goesRoundAndSkipsWhatIsInUse() {
        EndpointIds ids = new EndpointIds(Map.of());
        assertEquals(1, ids.of("first", List.of()));
        for (int i = 2; i <= 65535; i++) {
            assertEquals(i, ids.of("spin", List.of()));
            ids.release("spin");
        }
        assertEquals(2, ids.of("spin", List.of()), "1 is in use");
    }

    @Test
    void refusesANumberWhenNoneIsLeft() {
        Map<InetAddress, Integer> all = new HashMap<>();
        for (int i = 1; i <= 65535; i++) {
            all.put(
                    IpAddresses.of(new byte[] {10, (byte) (i >> 16), (byte) (i >> 8), (byte) i}),
                    i);
        }
        EndpointIds ids = new EndpointIds(all);
        NotYet full = assertThrows(NotYet.class, () -> ids.of("a", List.of()));
        assertTrue(full.getMessage().contains("65535"), full.getMessage());
        assertEquals(1, ids.of("b", List.of(IpAddresses.parse("10.0.0.1"))));
    }
}
