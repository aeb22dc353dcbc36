package org.vibrissa.health.internal.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.vibrissa.net.IpAddresses;

/**
 * What a host says of itself to whoever connects: an HTTP/1.1 exchange, so that {@code curl
 * http://HOST:4240/hello} shows it too.
 *
 * @param node its name
 * @param version of its daemon
 * @param addresses of its health endpoint
 */
public record Hello(String node, String version, List<InetAddress> addresses) {
    /** No request and no answer is longer. */
    static final int MOST_BYTES = 2048;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_ADDRESSES = 4;
    private static final String END = "\r\n\r\n";

    public Hello {
        addresses = List.copyOf(addresses);
    }

    static byte[] request() {
        return bytes("GET /hello HTTP/1.1\r\nHost: vibrissa\r\nConnection: close" + END);
    }

    /** The answer to a request that has come as far as this; empty while more is needed. */
    byte[] answerTo(byte[] request) {
        String text = new String(request, StandardCharsets.ISO_8859_1);
        boolean whole = text.contains(END);
        if (!whole && request.length < MOST_BYTES) {
            return new byte[0];
        }
        boolean good = whole && text.startsWith("GET /hello HTTP/1.");
        return good ? response("200 OK", body()) : response("404 Not Found", "{}");
    }

    private String body() {
        ObjectNode body = JSON.createObjectNode().put("node", node).put("version", version);
        addresses.forEach(address -> body.withArray("addresses").add(IpAddresses.format(address)));
        return body.toString();
    }

    private static byte[] response(String status, String body) {
        return bytes(
                "HTTP/1.1 "
                        + status
                        + "\r\nContent-Type: application/json\r\nConnection: close"
                        + "\r\nContent-Length: "
                        + bytes(body).length
                        + END
                        + body);
    }

    /**
     * Reads a whole answer.
     *
     * @throws IOException saying what is wrong with it
     */
    static Hello parse(byte[] answer) throws IOException {
        String text = new String(answer, StandardCharsets.UTF_8);
        int end = text.indexOf(END);
        if (end < 0 || !text.startsWith("HTTP/1.1 200 ")) {
            throw new IOException("what answers is not Vibrissa");
        }
        try {
            JsonNode body = JSON.readTree(text.substring(end + END.length()));
            List<InetAddress> addresses = new ArrayList<>();
            for (JsonNode address : body.path("addresses")) {
                if (addresses.size() < MOST_ADDRESSES) {
                    addresses.add(IpAddresses.parse(address.asText()));
                }
            }
            if (!body.path("node").isTextual()) {
                throw new IOException("what answers does not say its name");
            }
            return new Hello(body.path("node").asText(), body.path("version").asText(), addresses);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IOException("what answers is not Vibrissa", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
