package org.vibrissa.fleet.version;

import java.time.Clock;

/**
 * A clock that never goes back and is never behind what it has heard of: an edit made after another
 * was seen is always the later one, however wrong the hosts' clocks are. Thread safe.
 */
public final class HybridClock {
    private final Clock wall;
    private Stamp last = Stamp.ZERO;

    public HybridClock(Clock wall) {
        this.wall = wall;
    }

    /** A reading greater than all before and all heard of. */
    public synchronized Stamp tick() {
        Stamp now = new Stamp(Math.max(1, wall.millis()), 0);
        last = now.compareTo(last) > 0 ? now : last.next();
        return last;
    }

    /** Hears of another host's reading. */
    public synchronized void observe(Stamp heard) {
        if (heard.millis() < Stamp.MAX_MILLIS && heard.compareTo(last) > 0) {
            last = heard;
        }
    }

    /** The greatest reading so far. */
    public synchronized Stamp last() {
        return last;
    }
}
