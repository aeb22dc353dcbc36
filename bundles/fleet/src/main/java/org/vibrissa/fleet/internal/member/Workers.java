package org.vibrissa.fleet.internal.member;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that end when there is nothing to do. */
final class Workers {
    private static final long IDLE_S = 30;

    private Workers() {}

    /** Runs at once or rejects. */
    static ThreadPoolExecutor rejecting(String name, int threads) {
        return new ThreadPoolExecutor(
                0,
                threads,
                IDLE_S,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> thread(name, task));
    }

    /** Runs in turn. */
    static ThreadPoolExecutor queueing(String name, int threads) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        IDLE_S,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> thread(name + "-" + number.incrementAndGet(), task));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
