package org.vibrissa.identity;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.state.Subscription;

/**
 * Tells watchers that something may have changed: each on its own thread, once at the start, and
 * several rings as one. For whoever implements {@link IdentityAllocator}. Thread safe.
 */
public final class Bell {
    private static final Logger LOG = LoggerFactory.getLogger(Bell.class);

    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    /** Something may have changed. Returns at once. */
    public void ring() {
        watchers.forEach(watcher -> watcher.news.release());
    }

    /** Calls it now and after each ring; ending it does not wait for a running call. */
    public Subscription watch(String name, Runnable changed) {
        Watcher watcher = new Watcher(name, changed);
        watchers.add(watcher);
        watcher.news.release();
        watcher.thread.start();
        return () -> {
            watchers.remove(watcher);
            watcher.end();
        };
    }

    /** Ends all watches that nobody has ended. */
    public void close() {
        watchers.forEach(Watcher::end);
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
                    LOG.error("a watcher of identities failed, going on with the next change", e);
                }
            }
        }

        /** Does not wait for a running call, which may wait for whoever ends this. */
        void end() {
            ended = true;
            news.release();
        }
    }
}
