package org.vibrissa.mode.internal.run;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after a change as long as one is not over; there is no thread while none is. */
final class SettlerThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SettlerThread.class);
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration AFTER_ERROR = Duration.ofSeconds(2);

    private final Look look;
    private final ScheduledThreadPoolExecutor executor;
    private Optional<ScheduledFuture<?>> next = Optional.empty();
    private boolean woken;

    /** One look; how long until the next one, if there is to be one. */
    interface Look {
        Optional<Duration> look() throws InterruptedException;
    }

    SettlerThread(Look look) {
        this.look = look;
        executor =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread thread = Executors.defaultThreadFactory().newThread(task);
                            thread.setName("vib-mode-settler");
                            thread.setDaemon(true);
                            return thread;
                        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setKeepAliveTime(5, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
    }

    /** Something is to be looked after. */
    synchronized void wake() {
        woken = true;
        if (next.filter(future -> !future.isDone()).isEmpty()) {
            after(FIRST);
        }
    }

    private synchronized void after(Duration pause) {
        try {
            next =
                    Optional.of(
                            executor.schedule(this::once, pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException e) {
            LOG.debug("the mode bundle stops", e);
        }
    }

    private void once() {
        Optional<Duration> pause;
        synchronized (this) {
            woken = false;
        }
        try {
            pause = look.look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (RuntimeException e) {
            LOG.warn("a mode change could not be settled, trying again", e);
            pause = Optional.of(AFTER_ERROR);
        }
        goOn(pause);
    }

    private synchronized void goOn(Optional<Duration> pause) {
        if (pause.isPresent() || woken) {
            after(pause.orElse(FIRST));
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("the settler still runs 5 s after its stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
