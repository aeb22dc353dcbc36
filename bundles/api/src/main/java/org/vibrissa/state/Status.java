package org.vibrissa.state;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of a resource. Derived, never persisted: after a start every resource is pending
 * until its owner says otherwise.
 *
 * @param phase how far it has come
 * @param reason one line for people; empty when ready and nothing is to be said
 * @param since when phase and reason became what they are
 * @param details further facts by name, such as {@code address}, for tables and {@code -o yaml}
 */
public record Status(Phase phase, String reason, Instant since, SortedMap<String, String> details) {
    public Status {
        details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
    }

    /** Pending without details. */
    public static Status pending(String reason, Instant since) {
        return new Status(Phase.PENDING, reason, since, new TreeMap<>());
    }
}
