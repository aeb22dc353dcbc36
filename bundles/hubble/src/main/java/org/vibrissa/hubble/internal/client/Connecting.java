package org.vibrissa.hubble.internal.client;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits until a server answers: one that is starting has some seconds. */
final class Connecting {
    private static final long AGAIN = TimeUnit.MILLISECONDS.toNanos(100);

    private Connecting() {}

    /**
     * Asks for its health, again and again.
     *
     * @throws StatusRuntimeException when it does not answer in time
     */
    static void await(ManagedChannel channel, long seconds, BooleanSupplier cancelled) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            try {
                HealthGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(
                                Math.max(deadline - System.nanoTime(), AGAIN), TimeUnit.NANOSECONDS)
                        .check(HealthCheckRequest.getDefaultInstance());
                return;
            } catch (StatusRuntimeException e) {
                Status.Code code = e.getStatus().getCode();
                boolean away =
                        code == Status.Code.UNAVAILABLE || code == Status.Code.DEADLINE_EXCEEDED;
                if (!away) {
                    // Whatever it said: it is there.
                    return;
                }
                if (cancelled.getAsBoolean() || System.nanoTime() >= deadline) {
                    throw e;
                }
                LockSupport.parkNanos(AGAIN);
                channel.resetConnectBackoff();
            }
        }
    }
}
