package org.vibrissa.fleet.internal.member;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.vibrissa.fleet.internal.wire.FleetClient;

/** What this host has noticed of one other member. Thread safe. */
final class PeerState {
    private static final int MAX_DOUBLINGS = 4;

    private final String address;
    private final FleetClient client;
    private Instant lastSeen;
    private Instant agreed = Instant.EPOCH;
    private Duration skew = Duration.ZERO;
    private String problem = "";
    private long due = System.nanoTime();
    private int failures;
    private boolean busy;

    PeerState(String address, FleetClient client) {
        this.address = address;
        this.client = client;
    }

    String address() {
        return address;
    }

    FleetClient client() {
        return client;
    }

    /** Takes the turn to exchange, when one is due and none is under way. */
    synchronized boolean begin() {
        if (busy || due - System.nanoTime() > 0) {
            return false;
        }
        busy = true;
        return true;
    }

    /** An exchange went well. */
    synchronized void done(Instant now, boolean same, Duration measured, Duration interval) {
        lastSeen = now;
        if (same) {
            agreed = now;
        }
        skew = measured;
        problem = "";
        failures = 0;
        next(interval);
    }

    /** An exchange failed: the next ones come later and later. */
    synchronized void failed(String why, Duration interval) {
        problem = why;
        next(interval.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS)));
        failures++;
    }

    private void next(Duration wait) {
        busy = false;
        due = System.nanoTime() + wait.toNanos();
    }

    /** The member has called: it is there, and worth an exchange when it was not before. */
    synchronized void seen(Instant now) {
        lastSeen = now;
        if (failures > 0) {
            failures = 0;
            due = System.nanoTime();
        }
    }

    /** Asks for an exchange as soon as possible. */
    synchronized void hurry() {
        due = System.nanoTime();
    }

    synchronized Optional<Instant> lastSeen() {
        return Optional.ofNullable(lastSeen);
    }

    /** When it last had the same resources as this host. */
    synchronized Instant agreed() {
        return agreed;
    }

    /** Its clock less this host's. */
    synchronized Duration skew() {
        return skew;
    }

    synchronized String problem() {
        return problem;
    }
}
