package org.vibrissa.fleet.internal.member;

import java.time.Duration;

/** Says when something is due that is done now and then; due at first. One thread. */
final class Every {
    private final long nanos;
    private long next = System.nanoTime();

    Every(Duration interval) {
        nanos = interval.toNanos();
    }

    boolean due() {
        long now = System.nanoTime();
        if (now - next < 0) {
            return false;
        }
        next = now + nanos;
        return true;
    }
}
