package org.vibrissa.fleet.internal.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.FleetException.Kind;

/** Bodies on the wire: JSON, and failures as {@code {kind, message}}. */
final class Messages {
    static final String PREFIX = "/v1/";
    private static final int MAX_DEPTH = 100;

    private final ObjectMapper mapper = new ObjectMapper();

    Messages() {
        mapper.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build());
    }

    /**
     * Reads a body.
     *
     * @throws IOException when it is no JSON
     */
    JsonNode read(ByteBuf body) throws IOException {
        JsonNode node = mapper.readTree(ByteBufUtil.getBytes(body));
        return node == null ? JsonNodeFactory.instance.nullNode() : node;
    }

    byte[] write(JsonNode body) {
        try {
            return mapper.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
        }
    }

    static ObjectNode failure(Kind kind, String message) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", kind.name())
                .put("message", message);
    }

    /** The failure that an answer tells. */
    FleetException failure(int status, ByteBuf body) {
        try {
            JsonNode node = read(body);
            Kind kind = Kind.valueOf(node.path("kind").asText());
            return new FleetException(kind, node.path("message").asText());
        } catch (IOException | IllegalArgumentException e) {
            return new FleetException(Kind.UNREACHABLE, "it answered with status " + status, e);
        }
    }
}
