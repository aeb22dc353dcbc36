package org.vibrissa.control.internal.commands;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.internal.print.Durations;
import org.vibrissa.state.Phase;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.Status;

/** Waits until resources are ready. */
final class AwaitReady {
    private static final int POLL_MS = 20;

    private final ResourceStore store;
    private final Invocation invocation;

    AwaitReady(ResourceStore store, Invocation invocation) {
        this.store = store;
        this.invocation = invocation;
    }

    /**
     * Returns when all are ready.
     *
     * @throws CommandFailed with each reason, when one has failed and none is pending any more, or
     *     when the time is over
     */
    void await(Collection<ResourceKey> keys, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (anyPending(keys) && System.nanoTime() < end && !invocation.cancelled()) {
            Thread.sleep(POLL_MS);
        }
        List<String> problems = keys.stream().flatMap(key -> problem(key).stream()).toList();
        if (!problems.isEmpty()) {
            String when =
                    anyPending(keys) ? "not ready within " + Durations.text(timeout) : "not ready";
            throw CommandFailed.failed(
                    "stored, but " + when + ":\n  " + String.join("\n  ", problems),
                    "vibrissa get " + keys.iterator().next().kind().toLowerCase(Locale.ROOT));
        }
    }

    private boolean anyPending(Collection<ResourceKey> keys) {
        return keys.stream()
                .flatMap(key -> store.get(key).stream())
                .anyMatch(resource -> resource.status().phase() == Phase.PENDING);
    }

    private Optional<String> problem(ResourceKey key) {
        Optional<Status> status = store.get(key).map(Resource::status);
        if (status.isEmpty()) {
            return Optional.of(key + ": was deleted meanwhile");
        }
        if (status.get().phase() == Phase.READY) {
            return Optional.empty();
        }
        String reason = status.get().reason();
        return Optional.of(
                key
                        + ": "
                        + status.get().phase().label()
                        + (reason.isEmpty() ? "" : ", " + reason));
    }
}
