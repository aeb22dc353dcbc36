package org.vibrissa.endpoint.internal.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    /** {@code id 4, 10.1.0.2, fd00::2, device lxc0a}; the host has no device of its own. */
    static String facts(Status status) {
        List<String> facts = new ArrayList<>();
        facts.add("id " + status.details().getOrDefault("id", "-"));
        String addresses = status.details().getOrDefault("addresses", "");
        facts.add(addresses.isEmpty() ? "no address" : addresses);
        String device = status.details().getOrDefault("device", "");
        if (!device.isEmpty()) {
            facts.add("device " + device);
        }
        return String.join(", ", facts);
    }

    private void report(ResourceKey key, boolean done) {
        Status status =
                Optional.of(store.get(key).orElseThrow()).map(Resource::status).orElseThrow();
        if (status.phase() == Phase.READY) {
            invocation.out().println("endpoint " + key.name() + " ready: " + facts(status));
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
