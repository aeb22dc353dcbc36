package org.vibrissa.hubble.internal.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vibrissa.net.IpAddresses;

/** The text of {@code hubble.listen}. */
final class ListenAddressTest {
    @Test
    void readsAddresses() {
        assertEquals(
                new InetSocketAddress(IpAddresses.parse("10.0.0.1"), 4244),
                ListenAddress.parse("10.0.0.1:4244"));
        assertEquals(
                new InetSocketAddress(IpAddresses.parse("fd00::1"), 4244),
                ListenAddress.parse("[fd00::1]:4244"));
        assertTrue(ListenAddress.parse(":4244").getAddress().isAnyLocalAddress());
    }

    @ParameterizedTest
    @ValueSource(strings = {"4244", "host:4244", ":", ":99999", "10.0.0.1", "[fd00::1]", ":x"})
    void refusesOthers(String text) {
        assertThrows(IllegalArgumentException.class, () -> ListenAddress.parse(text));
        assertEquals(Optional.empty(), ListenAddress.port(text));
    }

    @Test
    void knowsThePort() {
        assertEquals(Optional.of(4244), ListenAddress.port("[fd00::1]:4244"));
        assertEquals(Optional.empty(), ListenAddress.port(""));
    }
}
