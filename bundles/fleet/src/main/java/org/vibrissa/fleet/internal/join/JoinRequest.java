package org.vibrissa.fleet.internal.join;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * What a host sends to join.
 *
 * @param secret of the token
 * @param name it wants
 * @param address where it will listen, {@code host:port}
 * @param request for a certificate
 * @param clock its own
 * @param node what it says is its own
 */
record JoinRequest(
        String secret,
        String name,
        String address,
        String request,
        Instant clock,
        NodeClaims node) {
    static final String PATH = "join";

    JsonNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("secret", secret)
                .put("name", name)
                .put("address", address)
                .put("request", request)
                .put("clock", clock.toString())
                .set("node", node.json());
    }

    /**
     * What {@link #json} made.
     *
     * @throws IllegalArgumentException when it is something else
     */
    static JoinRequest of(JsonNode body) {
        try {
            return new JoinRequest(
                    body.path("secret").asText(),
                    body.path("name").asText(),
                    body.path("address").asText(),
                    body.path("request").asText(),
                    Instant.parse(body.path("clock").asText()),
                    NodeClaims.of(body.path("node")));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("not a time: " + e.getMessage(), e);
        }
    }
}
