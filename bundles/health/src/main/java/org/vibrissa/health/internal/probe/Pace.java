package org.vibrissa.health.internal.probe;

import java.util.function.DoubleSupplier;

/**
 * When a path is probed again. The time between two probes grows with the logarithm of the number
 * of hosts: a host probes all others, so a fixed time would make the fleet's probes grow with the
 * square. Each time is spread by a fifth, lest hosts that started together probe together.
 *
 * @param k nanoseconds
 * @param random 0 (inclusive) to 1
 */
record Pace(long k, DoubleSupplier random) {
    private static final double SPREAD = 0.2;

    /** After a probe without an answer, until it is known whether the path is lost. */
    private static final long AGAIN = 1_000_000_000L;

    /** Mean time between two probes of a path, in nanoseconds. */
    long interval(int hosts) {
        return Math.round(k * Math.log1p(hosts));
    }

    /** Until the next probe of a path that is as it was. */
    long next(int hosts) {
        return spread(interval(hosts));
    }

    /** Until the next probe of a path that may just have been lost. */
    long again(int hosts) {
        return spread(Math.min(AGAIN, interval(hosts)));
    }

    /** Until the first probe of a path: soon, and not all at a time. */
    long first(int hosts) {
        return Math.round(Math.min(2 * AGAIN, interval(hosts)) * random.getAsDouble());
    }

    private long spread(long nanos) {
        return Math.round(nanos * (1 - SPREAD + 2 * SPREAD * random.getAsDouble()));
    }
}
