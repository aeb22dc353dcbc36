package org.vibrissa.flow.internal.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vibrissa.net.IpPrefix;

final class PacketFilterTest {
    private static PacketFilter of(String source, String destination, int protocol, int port) {
        return new PacketFilter(prefix(source), prefix(destination), protocol, port, port, 0, true);
    }

    private static Optional<IpPrefix> prefix(String text) {
        return Optional.of(text).filter(t -> !t.isEmpty()).map(IpPrefix::parse);
    }

    @Test
    void familyIsThatOfEitherAddress() {
        assertEquals(4, of("10.0.0.1", "", 0, 0).family());
        assertEquals(6, of("", "fd00::/8", 0, 0).family());
        assertEquals(0, of("", "", 0, 0).family());
    }

    @Test
    void refusesWhatNoPacketCanBe() {
        assertThrows(IllegalArgumentException.class, () -> of("10.0.0.1", "fd00::1", 0, 0));
        assertThrows(IllegalArgumentException.class, () -> of("", "", 256, 0));
        assertThrows(IllegalArgumentException.class, () -> of("", "", -1, 0));
        assertThrows(IllegalArgumentException.class, () -> of("", "", 6, 65536));
        assertThrows(IllegalArgumentException.class, () -> of("", "", 6, -1));
    }
}
