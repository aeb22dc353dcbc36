package org.vibrissa.ipfix.internal.collector;

import java.time.Duration;

/** Waits that double from one second to thirty. For one thread. */
final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private Duration next = FIRST;

    /** The time to wait now. */
    Duration next() {
        Duration wait = next;
        Duration doubled = wait.multipliedBy(2);
        next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return wait;
    }

    /** What was waited for has come. */
    void reset() {
        next = FIRST;
    }
}
