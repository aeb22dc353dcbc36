package org.vibrissa.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of one kind of probe on one path. Immutable.
 *
 * @param state unreachable after {@value #LOST_AFTER} probes in a row without an answer
 * @param rtt of the last answer: an echo; or connection, request and answer over TCP
 * @param lastSeen when the last answer came
 * @param failures probes without an answer since then
 * @param reason why the last probe failed, empty when it did not
 */
public record Leg(
        State state,
        Optional<Duration> rtt,
        Optional<Instant> lastSeen,
        int failures,
        String reason) {
    /** So many probes in a row without an answer make a path unreachable. */
    public static final int LOST_AFTER = 3;

    /** Nothing was probed yet. */
    public static final Leg UNKNOWN =
            new Leg(State.UNKNOWN, Optional.empty(), Optional.empty(), 0, "");

    /** From good to bad. */
    public enum State {
        /** It answered. */
        REACHABLE,
        /** Not known yet. */
        UNKNOWN,
        /** It did not answer. */
        UNREACHABLE
    }

    /** After an answer. */
    public Leg answered(Duration took, Instant when) {
        return new Leg(State.REACHABLE, Optional.of(took), Optional.of(when), 0, "");
    }

    /** After a probe without one: the state holds until there were enough of them. */
    public Leg failed(String why) {
        int count = failures == Integer.MAX_VALUE ? failures : failures + 1;
        return new Leg(count < LOST_AFTER ? state : State.UNREACHABLE, rtt, lastSeen, count, why);
    }
}
