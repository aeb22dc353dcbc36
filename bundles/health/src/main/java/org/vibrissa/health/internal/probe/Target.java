package org.vibrissa.health.internal.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vibrissa.health.Leg;
import org.vibrissa.health.PathHealth;

/** A way with what is known of it. Used by the loop's thread alone. */
final class Target implements Comparable<Target> {
    Way way;
    Leg icmp = Leg.UNKNOWN;
    Leg tcp = Leg.UNKNOWN;

    /** When it is due, by {@link System#nanoTime}. */
    long due;

    /** Whether it waits for its lane or is being probed, and so is not in the queue. */
    boolean busy;

    /** It is planned no more. */
    boolean gone;

    /** Legs of the present probe that have not ended. */
    int open;

    /** How often it is probed again at once when it fails. */
    int again;

    /** Where it goes from the next probe on. */
    Optional<Way> replacement = Optional.empty();

    /** The lane that its present probe goes by. */
    Optional<Lane> lane = Optional.empty();

    final List<Runnable> waiters = new ArrayList<>();

    Target(Way way, long due) {
        this.way = way;
        this.due = due;
    }

    /** Whether somebody waits for it. */
    boolean wanted() {
        return !waiters.isEmpty();
    }

    boolean failing() {
        return icmp.failures() > 0 || tcp.failures() > 0;
    }

    /** Whether it is not known yet if the last failures mean that the path is lost. */
    boolean doubtful() {
        return doubtful(icmp) || doubtful(tcp);
    }

    private static boolean doubtful(Leg leg) {
        return leg.failures() > 0 && leg.failures() < Leg.LOST_AFTER;
    }

    PathHealth health() {
        return new PathHealth(way.role(), way.address(), way.mode(), way.counts(), icmp, tcp);
    }

    void tellWaiters() {
        List<Runnable> told = List.copyOf(waiters);
        waiters.clear();
        told.forEach(Runnable::run);
    }

    @Override
    public int compareTo(Target other) {
        return Long.signum(due - other.due);
    }
}
