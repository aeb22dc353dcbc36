package org.vibrissa.etcd.internal.feed;

import java.util.concurrent.ThreadLocalRandom;

/** Longer and longer waits, each a random part longer than half of itself. One thread. */
final class Backoff {
    private static final long FIRST_MS = 100;
    private final long mostMs;
    private long next = FIRST_MS;

    Backoff(long mostMs) {
        this.mostMs = mostMs;
    }

    long millis() {
        long now = next;
        next = Math.min(mostMs, next * 2);
        return now / 2 + ThreadLocalRandom.current().nextLong(now / 2 + 1);
    }

    void reset() {
        next = FIRST_MS;
    }
}
