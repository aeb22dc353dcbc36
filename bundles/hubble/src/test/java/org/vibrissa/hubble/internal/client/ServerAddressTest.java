package org.vibrissa.hubble.internal.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "localhost:4245, localhost, 4245, false",
        "tls://relay.example:443, relay.example, 443, true",
        "192.0.2.1:4244, 192.0.2.1, 4244, false",
        "[fd00::1]:4244, fd00::1, 4244, false",
        "tls://[fd00::1]:4244, fd00::1, 4244, true",
        "dns:///relay:4245, relay, 4245, false"
    })
    void readsHostsAndPorts(String text, String host, int port, boolean tls) {
        ServerAddress address = ServerAddress.parse(text);
        assertEquals(host, address.host());
        assertEquals(port, ((InetSocketAddress) address.socket()).getPort());
        assertEquals(tls, address.tls());
        assertEquals(text, address.target());
    }

    @Test
    void readsUnixSockets() {
        for (String text : new String[] {"unix:///run/h.sock", "unix:/run/h.sock"}) {
            DomainSocketAddress socket = (DomainSocketAddress) ServerAddress.parse(text).socket();
            assertEquals("/run/h.sock", socket.path());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host",
                "host:",
                "host:0",
                "host:99999",
                "host:999999",
                "fd00::1:4244",
                "http://host:1",
                "unix://run/h.sock",
                "tls://"
            })
    void saysHowOneLooks(String text) {
        Exception refused =
                assertThrows(IllegalArgumentException.class, () -> ServerAddress.parse(text));
        assertTrue(
                refused.getMessage().contains("host:port")
                        || refused.getMessage().contains("whole path"),
                refused.getMessage());
    }
}
