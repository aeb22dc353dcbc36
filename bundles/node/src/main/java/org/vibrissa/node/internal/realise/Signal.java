package org.vibrissa.node.internal.realise;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.state.Subscription;

/**
 * Tells watchers that something has changed, each on a thread of its own, never twice at once;
 * changes that come while one listens are told as one. Nobody is told before the first.
 */
final class Signal {
    private static final Logger LOG = LoggerFactory.getLogger(Signal.class);

    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private boolean raised;

    synchronized void raise() {
        raised = true;
        watchers.forEach(Watcher::wake);
    }

    synchronized Subscription watch(String name, Runnable changed) {
        Watcher watcher = new Watcher(name, changed);
        watchers.add(watcher);
        if (raised) {
            watcher.wake();
        }
        watcher.start();
        return () -> {
            watchers.remove(watcher);
            watcher.end();
        };
    }

    /** Ends all, for those who forgot to. */
    void close() {
        List.copyOf(watchers).forEach(Watcher::end);
        watchers.clear();
    }

    private static final class Watcher {
        private final Semaphore news = new Semaphore(0);
        private final Runnable changed;
        private final Thread thread;
        private volatile boolean ended;

        Watcher(String name, Runnable changed) {
            this.changed = changed;
            this.thread = new Thread(this::run, name);
            thread.setDaemon(true);
        }

        void start() {
            thread.start();
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
                    LOG.error("a watcher of nodes failed, going on with the next change", e);
                }
            }
        }

        /** Waits for a running call, unless it is the one that ends the watch. */
        void end() {
            ended = true;
            wake();
            if (Thread.currentThread() == thread) {
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
