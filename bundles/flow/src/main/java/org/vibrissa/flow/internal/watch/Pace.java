package org.vibrissa.flow.internal.watch;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** At most so many a second, with up to a second's worth in a row. For one thread. */
final class Pace {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long cost;
    private final LongSupplier clock;
    private long next;

    Pace(int perSecond, LongSupplier clock) {
        this.cost = SECOND / perSecond;
        this.clock = clock;
        this.next = clock.getAsLong() - SECOND;
    }

    boolean allows() {
        long now = clock.getAsLong();
        next = Math.max(next, now - SECOND);
        if (next + cost > now) {
            return false;
        }
        next += cost;
        return true;
    }
}
