package org.vibrissa.etcd.internal.address;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/**
 * What a host says of an address of its endpoints.
 *
 * @param identity numeric security identity
 * @param endpoint its full name, empty when it was not told
 * @param modified etcd's revision of it: of two hosts the later is believed
 */
record Claim(String node, int identity, String endpoint, long modified) {
    private static final JsonFactory JSON = new JsonFactory();

    static String value(int identity, String endpoint) {
        return "{\"identity\":"
                + Integer.toUnsignedString(identity)
                + ",\"endpoint\":\""
                + endpoint
                + "\"}";
    }

    /**
     * Reads what {@link #value} made; other fields are for other readers.
     *
     * @throws IllegalArgumentException when there is no identity
     */
    static Claim read(String node, String value, long modified) {
        Optional<Integer> identity = Optional.empty();
        String endpoint = "";
        try (JsonParser parser = JSON.createParser(value)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String field = parser.currentName();
                    JsonToken token = parser.nextToken();
                    if (field.equals("identity") && token == JsonToken.VALUE_NUMBER_INT) {
                        identity = Optional.of(Math.toIntExact(parser.getLongValue()));
                    } else if (field.equals("endpoint") && token == JsonToken.VALUE_STRING) {
                        endpoint = parser.getText();
                    }
                    parser.skipChildren();
                }
            }
        } catch (IOException | ArithmeticException e) {
            throw new IllegalArgumentException("it has no identity", e);
        }
        return new Claim(
                node,
                identity.orElseThrow(() -> new IllegalArgumentException("it has no identity")),
                endpoint,
                modified);
    }
}
