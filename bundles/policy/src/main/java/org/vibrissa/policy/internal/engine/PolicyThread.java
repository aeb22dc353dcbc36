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
import org.vibrissa.metrics.Distribution;
import org.vibrissa.metrics.MetricFamily;

/** The one thread that touches the engine. */
final class PolicyThread {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyThread.class);
    private static final long PATIENCE_SECONDS = 30;

    static final MetricFamily DURATION =
            MetricFamily.histogram(
                            "vibrissa_policy_incremental_update_duration_seconds",
                            "How long a change of policies, identities or endpoints took until it was"
                                    + " in force.",
                            new double[] {0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5})
                    .like("cilium_policy_incremental_update_duration");

    private final Runnable afterEach;
    private final Distribution durations = new Distribution(DURATION);

    private final ScheduledExecutorService worker =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "vib-policy");
                        thread.setDaemon(true);
                        return thread;
                    });

    /**
     * A thread that has nothing to do yet.
     *
     * @param afterEach done on it after each task that may have changed something
     */
    PolicyThread(Runnable afterEach) {
        this.afterEach = afterEach;
    }

    /** Does what changes something, and waits for its end. */
    void change(Runnable task) {
        boolean unused =
                ask(
                        () -> {
                            timed(task);
                            return true;
                        });
    }

    /** Asks and waits for the answer. */
    <T> T ask(Callable<T> question) {
        try {
            Future<T> answer = worker.submit(question);
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

    private void timed(Runnable task) {
        long begun = System.nanoTime();
        task.run();
        durations.add((System.nanoTime() - begun) / 1e9);
        afterEach.run();
    }

    /** How long changes took. */
    Distribution durations() {
        return durations;
    }

    private void guarded(Runnable task) {
        try {
            timed(task);
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
