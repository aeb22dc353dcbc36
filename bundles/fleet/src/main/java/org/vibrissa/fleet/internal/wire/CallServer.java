package org.vibrissa.fleet.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import org.vibrissa.fleet.FleetException;

/** Answers calls; several threads at once. */
public interface CallServer {
    /**
     * Answers one.
     *
     * @throws FleetException which the caller gets with its kind and message
     */
    JsonNode answer(Call call) throws FleetException;
}
