package org.vibrissa.flow.internal.names;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Wall clock as events have it. */
final class WallClock {
    private WallClock() {}

    /** Nanoseconds since 1970. */
    static long nanos() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
