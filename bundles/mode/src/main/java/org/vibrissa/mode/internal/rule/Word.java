package org.vibrissa.mode.internal.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.vibrissa.mode.internal.record.SwapPhase;

/**
 * What another host says of a change, if it says anything.
 *
 * @param reached whether it has answered
 * @param phase how far it is; empty when it knows nothing of it
 * @param coordinates whether it is working on it as the coordinator
 * @param inForce the mode that the group has there
 */
public record Word(
        boolean reached, Optional<SwapPhase> phase, boolean coordinates, String inForce) {
    /** Silence. */
    public static final Word NONE = new Word(false, Optional.empty(), false, "");

    /** Reads an answer of {@code mode/status}. */
    public static Word of(JsonNode answer) {
        return new Word(
                true,
                Optional.of(answer.path("phase").asText(""))
                        .filter(word -> !word.isEmpty())
                        .map(SwapPhase::of),
                answer.path("coordinates").asBoolean(),
                answer.path("inForce").asText(""));
    }

    boolean forward() {
        return phase.filter(SwapPhase::forward).isPresent();
    }

    boolean backward() {
        return phase.filter(SwapPhase::backward).isPresent();
    }
}
