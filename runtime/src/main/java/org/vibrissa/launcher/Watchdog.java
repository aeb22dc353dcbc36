package org.vibrissa.launcher;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the supervisor that the daemon lives, at half of the period it asks for, and only while the
 * framework runs and every readiness check gives an answer. A check that hangs or throws silences
 * it, so that the supervisor restarts the daemon; one that answers "not ready" does not.
 */
final class Watchdog {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    private final Notifier notifier;
    private final Framework framework;
    private final Readiness readiness;
    private final ScheduledExecutorService timer;
    private Future<?> feeding = CompletableFuture.completedFuture(null);

    private Watchdog(Notifier notifier, Framework framework, Readiness readiness) {
        this.notifier = notifier;
        this.framework = framework;
        this.readiness = readiness;
        this.timer =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "vibrissa-watchdog");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    static Watchdog start(Notifier notifier, Framework framework, Readiness readiness) {
        Watchdog watchdog = new Watchdog(notifier, framework, readiness);
        Optional<Duration> period = notifier.watchdogPeriod();
        if (period.isPresent()) {
            long half = period.get().toNanos() / 2;
            watchdog.feeding =
                    watchdog.timer.scheduleAtFixedRate(
                            watchdog::check, 0, half, TimeUnit.NANOSECONDS);
        }
        return watchdog;
    }

    private void check() {
        try {
            Map<String, String> pending = readiness.pending();
            if (!framework.active()) {
                LOG.error("the framework is not active; the watchdog is not fed");
                return;
            }
            String status = pending.isEmpty() ? "Ready" : "Degraded: " + Readiness.line(pending);
            notifier.send("WATCHDOG=1\nSTATUS=" + status);
        } catch (RuntimeException e) {
            LOG.error("a readiness check failed; the watchdog is not fed", e);
        }
    }

    void stop() {
        feeding.cancel(true);
        timer.shutdownNow();
    }
}
