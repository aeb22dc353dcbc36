package org.vibrissa.metrics.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:9962, 127.0.0.1:9962",
        "[::1]:9962, [::1]:9962",
        ":9962, :9962",
        "*:9962, :9962",
        "localhost:0, 127.0.0.1:0"
    })
    void readsAddresses(String text, String shown) {
        assertEquals(shown, ListenAddress.format(ListenAddress.parse(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "9962", "127.0.0.1", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:65536",
                "127.0.0.1:-1", "::1:9962", "[::1:9962", "[]]:1", "300.1.1.1:1", "example.org:1",
                "127.0.0.1:9962:1"
            })
    void namesWhatIsNone(String text) {
        IllegalArgumentException wrong =
                assertThrows(IllegalArgumentException.class, () -> ListenAddress.parse(text));
        assertTrue(
                wrong.getMessage().startsWith("metrics.listen " + text + ": "), wrong.getMessage());
    }
}
