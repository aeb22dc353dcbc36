package org.vibrissa.control.internal.server;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A bounded pool of named threads, first come first served. Idle threads end. */
public final class Workers implements AutoCloseable {
    private static final long STACK_BYTES = 512 << 10;

    private final ThreadPoolExecutor pool;

    public Workers(String name, int threads, int queue) {
        AtomicInteger number = new AtomicInteger();
        pool =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        10,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(queue),
                        task -> {
                            String label = name + "-" + number.incrementAndGet();
                            Thread thread = new Thread(null, task, label, STACK_BYTES);
                            thread.setDaemon(true);
                            return thread;
                        });
        pool.allowCoreThreadTimeOut(true);
    }

    /** Queues a task; false when the queue is full or the pool has ended. */
    public boolean offer(Runnable task) {
        try {
            pool.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Whether a task waits for a free thread. */
    public boolean queued() {
        return !pool.getQueue().isEmpty();
    }

    /** Takes no more tasks and waits for those that run; true when all have ended. */
    public boolean drain(long millis) {
        pool.shutdown();
        try {
            return pool.awaitTermination(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Interrupts what still runs. */
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
