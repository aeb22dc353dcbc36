package org.vibrissa.etcd.internal.address;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * What a host says of an address of its endpoints.
 *
 * @param identity numeric security identity
 * @param modified etcd's revision of it: of two hosts the later is believed
 */
record Claim(String node, int identity, long modified) {
    private static final JsonFactory JSON = new JsonFactory();

    static String value(int identity, String endpoint) {
        return "{\"identity\":"
                + Integer.toUnsignedString(identity)
                + ",\"endpoint\":\""
                + endpoint
                + "\"}";
    }

    /**
     * The identity of what {@link #value} made; other fields are for other readers.
     *
     * @throws IllegalArgumentException when there is none
     */
    static int identity(String value) {
        try (JsonParser parser = JSON.createParser(value)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean wanted = "identity".equals(parser.currentName());
                    parser.nextToken();
                    if (wanted && parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                        return Math.toIntExact(parser.getLongValue());
                    }
                    parser.skipChildren();
                }
            }
        } catch (IOException | ArithmeticException e) {
            throw new IllegalArgumentException("it has no identity", e);
        }
        throw new IllegalArgumentException("it has no identity");
    }
}
