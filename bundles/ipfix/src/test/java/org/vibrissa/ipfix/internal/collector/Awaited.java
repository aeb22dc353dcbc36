package org.vibrissa.ipfix.internal.collector;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for conditions. */
final class Awaited {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Awaited() {}

    /** Waits until it holds; fails naming it and the state then. */
    static void until(String what, BooleanSupplier holds, Supplier<?> state) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("awaited " + what + ", it is " + state.get());
            }
            java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
        }
    }
}
