package org.vibrissa.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, not longer than two minutes. */
final class Await {
    private static final long LIMIT = TimeUnit.MINUTES.toNanos(2);

    private Await() {}

    static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("waited two minutes for " + what);
            }
            LockSupport.parkNanos(100_000);
        }
    }
}
