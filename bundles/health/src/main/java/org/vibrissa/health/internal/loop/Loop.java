package org.vibrissa.health.internal.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread for all sockets and all times: a selector, tasks from other threads, and timers. All
 * but {@link #execute} and {@link #close} is for that thread.
 */
public final class Loop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    /** What is done when a channel is ready. */
    @FunctionalInterface
    public interface Ready {
        /** An exception closes the channel. */
        void ready(SelectionKey key) throws IOException;
    }

    /** Something to be done later. */
    public static final class Timer implements Comparable<Timer> {
        private final long at;
        private Runnable task;

        private Timer(long at, Runnable task) {
            this.at = at;
            this.task = task;
        }

        /** When it runs, by {@link System#nanoTime}. */
        public long at() {
            return at;
        }

        /** It will not run; none of what it holds is held any more. */
        public void cancel() {
            task = () -> {};
        }

        @Override
        public int compareTo(Timer other) {
            return Long.signum(at - other.at);
        }
    }

    private final Selector selector;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Thread thread;
    private volatile boolean closing;

    public Loop(String name) {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a selector", e);
        }
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs it soon; by any thread. After {@link #close} it is dropped. */
    public void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** Runs it once so many nanoseconds from now. */
    public Timer after(long nanos, Runnable task) {
        Timer timer = new Timer(System.nanoTime() + nanos, task);
        timers.add(timer);
        return timer;
    }

    /** Watches a channel, which is made non-blocking. */
    public SelectionKey register(SelectableChannel channel, int operations, Ready ready)
            throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, operations, ready);
    }

    private void run() {
        try {
            while (!closing) {
                await();
                for (SelectionKey key : List.copyOf(selector.selectedKeys())) {
                    dispatch(key);
                }
                selector.selectedKeys().clear();
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    guarded(task);
                }
                fire();
            }
        } catch (IOException e) {
            LOG.error("{} ended", thread.getName(), e);
        } finally {
            release();
        }
    }

    private void await() throws IOException {
        Timer next = timers.peek();
        if (next == null) {
            selector.select();
            return;
        }
        long nanos = next.at - System.nanoTime();
        if (nanos <= 0) {
            selector.selectNow();
        } else {
            selector.select(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
        }
    }

    private void fire() {
        long now = System.nanoTime();
        while (!timers.isEmpty() && timers.peek().at - now <= 0) {
            guarded(timers.poll().task);
        }
    }

    private static void dispatch(SelectionKey key) {
        try {
            if (key.isValid()) {
                ((Ready) key.attachment()).ready(key);
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("a channel is closed", e);
            close(key.channel());
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("health: a step failed, going on with the next", e);
        }
    }

    private void release() {
        for (SelectionKey key : List.copyOf(selector.keys())) {
            close(key.channel());
        }
        try {
            selector.close();
        } catch (IOException e) {
            LOG.warn("closing the selector of {}", thread.getName(), e);
        }
    }

    /** Closes a channel of which nothing is wanted any more. */
    public static void close(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing {}", channel, e);
        }
    }

    /** Ends the thread and closes every channel it watches; waits for that. */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
