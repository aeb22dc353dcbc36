package org.vibrissa.node.internal.realise;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reconciler's thread: many wishes for a pass make one, soon. */
final class Worker {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final long SETTLE_MS = 20;

    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "vib-nodes");
                        thread.setDaemon(true);
                        return thread;
                    });
    private final AtomicBoolean wanted = new AtomicBoolean();
    private final Runnable pass;

    Worker(Runnable pass) {
        this.pass = pass;
    }

    /** A pass after a moment in which more may come. */
    void soon() {
        if (wanted.compareAndSet(false, true)) {
            after(SETTLE_MS, this::run);
        }
    }

    /** A pass even if nothing happens until then. */
    void later(long ms) {
        after(ms, this::soon);
    }

    private void after(long ms, Runnable task) {
        try {
            executor.schedule(task, ms, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("not done: the node bundle stops", e);
        }
    }

    private void run() {
        wanted.set(false);
        try {
            pass.run();
        } catch (RuntimeException e) {
            LOG.error("nodes could not be brought to the kernel, trying again", e);
            later(1000);
        }
    }

    /** Runs it between two passes and waits for it; its unchecked exceptions are the caller's. */
    <T> T call(Callable<T> task) {
        Future<T> future;
        try {
            future = executor.submit(task);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the node bundle stops", e);
        }
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException problem) {
                throw problem;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the node bundle", e);
        }
    }

    void stop() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("the node thread still runs 10 s after its stop");
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
