package org.vibrissa.policy.internal.engine;

import java.util.Collection;
import java.util.stream.Collectors;
import org.vibrissa.state.ResourceKey;

/** Says in a line which documents are not in force. */
final class Lacking {
    private static final int NAMED = 3;

    private Lacking() {}

    /** Names the first of them. */
    static String text(Collection<ResourceKey> documents) {
        String named =
                documents.stream()
                        .limit(NAMED)
                        .map(ResourceKey::toString)
                        .collect(Collectors.joining(", "));
        int more = documents.size() - NAMED;
        return named
                + (more > 0 ? " and " + more + " more" : "")
                + (documents.size() == 1 ? " is" : " are")
                + " not in force, see: vibrissa policy list";
    }
}
