package org.vibrissa.ipfix.internal.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollectorAddressTest {
    @ParameterizedTest
    @CsvSource({
        "udp://10.0.0.9:2055, udp://10.0.0.9:2055",
        "tcp://collector.example, tcp://collector.example:4739",
        "udp://[fd00::9]:9995, udp://[fd00::9]:9995",
        "tcp://[fe80::1%eth0], tcp://[fe80::1%eth0]:4739"
    })
    void readsAddresses(String text, String read) {
        assertEquals(read, CollectorAddress.parse(text).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.9:2055, is no collector",
        "udp://, is no collector",
        "udp://fd00::9, is no collector",
        "udp://host:port, is no collector",
        "udp://host:0, a port is 1 to 65535",
        "udp://host:65536, a port is 1 to 65535",
        "udp://host:99999999999, a port is 1 to 65535",
        "sctp://host:4739, SCTP is not spoken here",
        "http://host:4739, unknown protocol http"
    })
    void saysWhatIsWrong(String text, String problem) {
        Exception refused =
                assertThrows(
                        IllegalArgumentException.class, () -> CollectorAddress.parse(text), text);
        assertTrue(refused.getMessage().contains(problem), refused.getMessage());
        assertTrue(refused.getMessage().contains(text), refused.getMessage());
    }
}
