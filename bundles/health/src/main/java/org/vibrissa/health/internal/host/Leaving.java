package org.vibrissa.health.internal.host;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceStore;

/**
 * Modes that a decided change takes away: a host takes one back once nothing comes by it any more,
 * so probes must not keep it.
 */
final class Leaving {
    /** Kind of what a host remembers of a change. */
    static final String KIND = "ModeSwap";

    /** Which of its modes goes, by the phase of a change. */
    private static final Map<String, String> GOES = Map.of("confirmed", "from", "undone", "to");

    private Leaving() {}

    static Set<String> of(ResourceStore store, String group) {
        return store.list(KIND).stream()
                .map(Resource::spec)
                .filter(swap -> swap.path("group").asText().equals(group))
                .map(Leaving::goes)
                .filter(mode -> !mode.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String goes(JsonNode swap) {
        String field = GOES.get(swap.path("phase").asText());
        return field == null ? "" : swap.path(field).asText();
    }
}
