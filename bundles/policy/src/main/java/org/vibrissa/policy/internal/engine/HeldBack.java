package org.vibrissa.policy.internal.engine;

import java.util.Collection;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Endpoints that keep what they have, since there is no room for what they should have: after a
 * start, when the earlier daemon's rows are still there.
 */
final class HeldBack {
    private final TreeMap<Integer, String> reasons = new TreeMap<>();

    /** Room at the last attempt; more of it is worth another one. */
    private long room;

    /** They wait for room, or for others that share their rows. */
    void add(Collection<Integer> endpoints, String reason, long free) {
        endpoints.forEach(endpoint -> reasons.put(endpoint, reason));
        room = free;
    }

    /** All of these wait with one of them that does; returns whether there is one. */
    boolean join(Set<Integer> group) {
        Optional<String> reason =
                group.stream().map(reasons::get).filter(Objects::nonNull).findFirst();
        reason.ifPresent(why -> group.forEach(endpoint -> reasons.put(endpoint, why)));
        return reason.isPresent();
    }

    void remove(Collection<Integer> endpoints) {
        reasons.keySet().removeAll(endpoints);
    }

    boolean isEmpty() {
        return reasons.isEmpty();
    }

    Set<Integer> endpoints() {
        return Collections.unmodifiableSet(reasons.keySet());
    }

    /** Whether an attempt now may end otherwise than the last one. */
    boolean isWorthTrying(long free) {
        return !isEmpty() && free > room;
    }

    /** For people: why an endpoint has not what it should have. */
    String reason(int endpoint) {
        return (endpoint == 0 ? "the host" : "endpoint " + endpoint)
                + " keeps what it had before the restart: "
                + reasons.get(endpoint);
    }
}
