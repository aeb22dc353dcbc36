package org.vibrissa.state;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells watchers that something may have changed: each on a thread of its own, never twice at once,
 * and several rings as one. For whoever offers a watch. Thread safe.
 */
public final class Bell {
    private static final Logger LOG = LoggerFactory.getLogger(Bell.class);

    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private boolean rung;

    /** One whose watchers are told nothing before the first ring. */
    public Bell() {}

    /** One whose watchers are told at their start. */
    public static Bell rung() {
        Bell bell = new Bell();
        bell.ring();
        return bell;
    }

    /** Something may have changed. Returns at once. */
    public synchronized void ring() {
        rung = true;
        watchers.forEach(Watcher::wake);
    }

    /**
     * Calls it at once when it has rung before, and after each ring.
     *
     * @param name the thread's name
     */
    public Subscription watch(String name, Runnable changed) {
        return begin(new Watcher(name, changed, true));
    }

    /**
     * As {@link #watch}, but ending it does not wait for a running call, which may wait for whoever
     * ends it.
     */
    public Subscription watchUnawaited(String name, Runnable changed) {
        return begin(new Watcher(name, changed, false));
    }

    private synchronized Subscription begin(Watcher watcher) {
        watchers.add(watcher);
        if (rung) {
            watcher.wake();
        }
        watcher.thread.start();
        return () -> end(watcher);
    }

    private void end(Watcher watcher) {
        watchers.remove(watcher);
        watcher.end();
    }

    /** Ends all watches that nobody has ended. */
    public void close() {
        watchers.forEach(this::end);
    }

    private static final class Watcher {
        private final Semaphore news = new Semaphore(0);
        private final Runnable changed;
        private final Thread thread;
        private final boolean awaited;
        private volatile boolean ended;

        Watcher(String name, Runnable changed, boolean awaited) {
            this.changed = changed;
            this.awaited = awaited;
            this.thread = new Thread(this::run, name);
            thread.setDaemon(true);
        }

        void wake() {
            news.release();
        }

        private void run() {
            while (!ended) {
                try {
                    news.acquire();
                    news.drainPermits();
                    if (!ended) {
                        changed.run();
                    }
                } catch (InterruptedException e) {
                    return;
                } catch (RuntimeException e) {
                    LOG.error(
                            "watcher {} failed, going on with the next change",
                            thread.getName(),
                            e);
                }
            }
        }

        /** Waits for a running call, unless nobody awaits it or it is the one that ends this. */
        void end() {
            ended = true;
            wake();
            if (!awaited || Thread.currentThread() == thread) {
                return;
            }
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
