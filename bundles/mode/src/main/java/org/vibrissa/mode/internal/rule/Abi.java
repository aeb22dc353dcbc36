package org.vibrissa.mode.internal.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What a host speaks: how hosts ask each other here and how their packets look. Hosts of different
 * numbers change no mode together.
 *
 * @param number the same on all hosts that understand each other
 * @param version of the daemon, for people
 */
public record Abi(int number, String version) {
    /** That of this build. */
    public static final int NUMBER = 1;

    /** Of the daemon of that version. */
    public static Abi ofThisBuild(String version) {
        return new Abi(NUMBER, version);
    }

    /** Reads what {@link #write} wrote; one that says nothing has number 0. */
    public static Abi of(JsonNode said) {
        return new Abi(said.path("abi").asInt(), said.path("version").asText("unknown"));
    }

    /** Says it. */
    public ObjectNode write(ObjectNode into) {
        return into.put("abi", number).put("version", version);
    }

    /** Why this host and another do not understand each other; empty when they do. */
    public Optional<String> against(String name, Abi other) {
        return number == other.number()
                ? Optional.empty()
                : Optional.of(
                        "%s speaks ABI %d (version %s), this host ABI %d (version %s)"
                                .formatted(name, other.number(), other.version(), number, version));
    }
}
