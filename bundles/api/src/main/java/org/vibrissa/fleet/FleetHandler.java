package org.vibrissa.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Answers calls of other members; registered as a service by the bundle that answers. Called by
 * several threads at once.
 */
@ConsumerType
public interface FleetHandler {
    /** Such as {@code mode/prepare}: 1 to 64 of a-z, 0-9, {@code -}, {@code /}. */
    String path();

    /**
     * Answers a call.
     *
     * @param caller the calling member's name, as its certificate tells
     * @param body what it sent, at most 1 MiB of JSON
     * @throws FleetException whose message the caller gets
     */
    JsonNode handle(String caller, JsonNode body) throws FleetException;
}
