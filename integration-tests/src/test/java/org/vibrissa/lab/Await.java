package org.vibrissa.lab;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition with a deadline that names what was awaited. */
public final class Await {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Await() {}

    /** Returns once {@code condition} holds; fails naming {@code what} after {@code patience}. */
    public static void until(String what, Duration patience, BooleanSupplier condition) {
        until(what, patience, condition, () -> "");
    }

    /** As above; {@code detail} tells on failure how things stood instead. */
    public static void until(
            String what, Duration patience, BooleanSupplier condition, Supplier<String> detail) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "waited " + patience.toMillis() + " ms for: " + what + "\n" + detail.get());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
