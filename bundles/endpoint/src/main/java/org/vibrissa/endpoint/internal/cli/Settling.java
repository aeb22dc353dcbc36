package org.vibrissa.endpoint.internal.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.Invocation;
import org.vibrissa.state.Phase;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.Status;
import org.vibrissa.state.Subscription;

/** Waits until an endpoint's status is final, and says what became of it. */
final class Settling {
    private final ResourceStore store;
    private final Invocation invocation;

    Settling(ResourceStore store, Invocation invocation) {
        this.store = store;
        this.invocation = invocation;
    }

    /**
     * @throws CommandFailed when it failed, or is still pending after {@code timeout}
     */
    void await(Resource applied, Duration timeout) {
        ResourceKey key = applied.key();
        CountDownLatch settled = new CountDownLatch(1);
        Subscription watch =
                store.watchWithStatus(
                        key.kind(),
                        "vib-endpoint-add",
                        event -> {
                            if (event.resource().key().equals(key)
                                    && event.resource().status().phase() != Phase.PENDING) {
                                settled.countDown();
                            }
                        });
        try {
            invocation.onCancel(settled::countDown);
            boolean done = settled.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
            report(key, done);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailed.failed("interrupted while waiting for " + key, "").causedBy(e);
        } finally {
            watch.close();
        }
    }

    private void report(ResourceKey key, boolean done) {
        Status status =
                Optional.of(store.get(key).orElseThrow()).map(Resource::status).orElseThrow();
        if (status.phase() == Phase.READY) {
            invocation
                    .out()
                    .printf(
                            "endpoint %s ready: id %s, %s, device %s%n",
                            key.name(),
                            status.details().getOrDefault("id", "-"),
                            status.details().getOrDefault("addresses", "-"),
                            status.details().getOrDefault("device", "-"));
            return;
        }
        String why = status.reason().isEmpty() ? "not tried yet" : status.reason();
        throw CommandFailed.failed(
                "endpoint %s is stored but %s%s: %s"
                        .formatted(
                                key.name(),
                                status.phase().label().toLowerCase(java.util.Locale.ROOT),
                                done ? "" : " still",
                                why),
                "vibrissa endpoint get " + key.name());
    }
}
