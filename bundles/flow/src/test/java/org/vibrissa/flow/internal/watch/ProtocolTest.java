package org.vibrissa.flow.internal.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.vibrissa.flow.internal.bpf.VibMeta;

final class ProtocolTest {
    @Test
    void readsNamesAndNumbers() {
        assertEquals(6, Protocol.parse("tcp").number());
        assertEquals(58, Protocol.parse("ICMPv6").number());
        assertEquals("47", Protocol.parse("47").name());
        assertEquals("UDP", Protocol.parse("17").name());
    }

    @Test
    void namesThoseItKnowsWhenItDoesNot() {
        for (String bad : new String[] {"tpc", "256", "-1", "", "1000"}) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> Protocol.parse(bad), bad);
            assertTrue(refused.getMessage().contains("tcp, udp"), () -> "" + refused.getMessage());
        }
    }

    @Test
    void tellsFlagsAndTypes() {
        assertEquals("SYN,ACK", Protocol.of(6).detail(VibMeta.ZERO.withTcpFlags(0x12)));
        assertEquals(
                "type 3/1", Protocol.of(1).detail(VibMeta.ZERO.withIcmpType(3).withIcmpCode(1)));
        assertEquals("type 128", Protocol.of(58).detail(VibMeta.ZERO.withIcmpType(128)));
        assertEquals("", Protocol.of(17).detail(VibMeta.ZERO));
    }
}
