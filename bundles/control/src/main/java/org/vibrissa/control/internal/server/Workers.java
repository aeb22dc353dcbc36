package org.vibrissa.control.internal.server;

import java.util.ArrayDeque;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded pool of named threads, first come first served. A thread is made only when none is
 * idle, and ends when idle for {@value #IDLE_S} s.
 */
public final class Workers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final int IDLE_S = 10;
    private static final long STACK_BYTES = 512 << 10;

    private final ThreadPoolExecutor pool;
    private final int threads;
    private final int limit;
    private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
    private int busy;
    private boolean ended;

    /**
     * A pool without threads yet.
     *
     * @param threads at most
     * @param queue how many tasks may wait for a thread
     */
    public Workers(String name, int threads, int queue) {
        this.threads = threads;
        limit = queue;
        AtomicInteger number = new AtomicInteger();
        pool =
                new ThreadPoolExecutor(
                        0,
                        Integer.MAX_VALUE,
                        IDLE_S,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        task -> {
                            String label = name + "-" + number.incrementAndGet();
                            Thread thread = new Thread(null, task, label, STACK_BYTES);
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /** Runs or queues a task; false when the queue is full or the pool has ended. */
    public synchronized boolean offer(Runnable task) {
        if (ended) {
            return false;
        }
        if (busy < threads) {
            busy++;
            pool.execute(() -> runAll(task));
            return true;
        }
        return queue.size() < limit && queue.add(task);
    }

    private void runAll(Runnable first) {
        for (Runnable task = first; task != null; task = next()) {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.error("{} failed", Thread.currentThread().getName(), e);
            }
        }
    }

    /** Null when this thread has no more to do. */
    private synchronized Runnable next() {
        Runnable task = queue.poll();
        if (task == null) {
            busy--;
        }
        return task;
    }

    /** Whether a task waits for a free thread. */
    public synchronized boolean queued() {
        return !queue.isEmpty();
    }

    /** Takes no more tasks and waits for those that are here; true when all have ended. */
    public boolean drain(long millis) {
        synchronized (this) {
            ended = true;
            pool.shutdown();
        }
        try {
            return pool.awaitTermination(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Forgets what waits and interrupts what runs. */
    @Override
    public void close() {
        synchronized (this) {
            ended = true;
            queue.clear();
            pool.shutdownNow();
        }
    }
}
