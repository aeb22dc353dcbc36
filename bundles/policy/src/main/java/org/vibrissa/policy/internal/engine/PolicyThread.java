package org.vibrissa.policy.internal.engine;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that touches the engine. */
final class PolicyThread {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyThread.class);
    private static final long PATIENCE_SECONDS = 30;

    private final ScheduledExecutorService worker =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "vib-policy");
                        thread.setDaemon(true);
                        return thread;
                    });

    /** Does it and waits for the answer. */
    <T> T ask(Callable<T> task) {
        try {
            Future<T> answer = worker.submit(task);
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("the policy engine failed", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "the policy engine did not answer within " + PATIENCE_SECONDS + " s", e);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the policy bundle is stopping", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the policy engine worked", e);
        }
    }

    /** Does it soon; a failure is logged, nobody waits for it. */
    void tell(Runnable task) {
        after(0, task);
    }

    void after(long millis, Runnable task) {
        try {
            Future<?> unused = worker.schedule(() -> guarded(task), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("not done: the policy bundle stops", e);
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("the policy engine could not follow a change", e);
        }
    }

    void end() throws InterruptedException {
        worker.shutdownNow();
        if (!worker.awaitTermination(10, TimeUnit.SECONDS)) {
            LOG.warn("the policy thread still runs 10 s after its stop");
        }
    }
}
