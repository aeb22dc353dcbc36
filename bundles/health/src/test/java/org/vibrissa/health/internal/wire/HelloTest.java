package org.vibrissa.health.internal.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vibrissa.net.IpAddresses;

class HelloTest {
    private static final Hello HELLO =
            new Hello(
                    "host-b",
                    "0.1.0",
                    List.of(IpAddresses.parse("10.2.0.9"), IpAddresses.parse("fd00::9")));

    @Test
    void isReadAsItWasSaid() throws IOException {
        assertEquals(HELLO, Hello.parse(HELLO.answerTo(Hello.request())));
    }

    @Test
    void waitsForTheWholeRequest() {
        byte[] request = Hello.request();
        for (int length = 0; length < request.length; length++) {
            byte[] part = java.util.Arrays.copyOf(request, length);
            assertArrayEquals(new byte[0], HELLO.answerTo(part), "after " + length);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "POST /hello HTTP/1.1\r\n\r\n",
                "GET /hello2 HTTP/1.1\r\n\r\n",
                "\u0016\u0003\u0001\r\n\r\n",
                "\r\n\r\n"
            })
    void tellsStrangersNothing(String request) {
        assertTrue(text(HELLO.answerTo(bytes(request))).startsWith("HTTP/1.1 404 "));
    }

    @Test
    void endsARequestThatDoesNotEnd() {
        assertTrue(text(HELLO.answerTo(new byte[Hello.MOST_BYTES])).startsWith("HTTP/1.1 404 "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "HTTP/1.1 404 Not Found\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\n{",
                "HTTP/1.1 200 OK\r\n\r\n[]",
                "HTTP/1.1 200 OK\r\n\r\n{\"node\": 7}",
                "HTTP/1.1 200 OK\r\n\r\n{\"node\": \"b\", \"addresses\": [\"host.example\"]}",
                "HTTP/1.1 200 OK\r\n\r\n{\"node\": \"b\", \"addresses\": [{}]}",
                "HTTP/1.1 200 OK"
            })
    void refusesWhatIsNoHello(String answer) {
        assertThrows(IOException.class, () -> Hello.parse(bytes(answer)));
    }

    @Test
    void takesFewAddresses() throws IOException {
        String answer =
                "HTTP/1.1 200 OK\r\n\r\n{\"node\": \"b\", \"addresses\": ["
                        + "\"10.0.0.1\",".repeat(50)
                        + "\"10.0.0.1\"]}";
        assertEquals(4, Hello.parse(bytes(answer)).addresses().size());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
