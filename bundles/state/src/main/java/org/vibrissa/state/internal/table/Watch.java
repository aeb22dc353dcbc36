package org.vibrissa.state.internal.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.state.Subscription;

/**
 * One follower of a board on its own thread. It remembers what it has delivered and which keys may
 * have changed since: however far behind it is, each key is delivered once, in its latest form.
 */
final class Watch<S, K, V> implements Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final Board<S, K> board;
    private final Lens<S, K, V> lens;
    private final Receiver<S, K, V> receiver;
    private final Thread thread;
    private Set<K> dirty;
    private boolean woken = true;
    private boolean closed;
    private PersistentMap<K, V> delivered = PersistentMap.empty();
    private boolean saidInitialised;

    Watch(Board<S, K> board, Lens<S, K, V> lens, String name, Receiver<S, K, V> receiver) {
        this.board = board;
        this.lens = lens;
        this.receiver = receiver;
        this.dirty = new LinkedHashSet<>(lens.keys(board.current()));
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Called under the board's lock. */
    void touch(Collection<K> keys) {
        for (K key : keys) {
            if (lens.covers(key)) {
                dirty.add(key);
            }
        }
        woken = true;
        board.notifyAll();
    }

    @SuppressWarnings("ThreadJoinLoop")
    @Override
    public void close() {
        synchronized (board) {
            closed = true;
            board.forget(this);
            board.notifyAll();
        }
        if (Thread.currentThread() == thread) {
            return;
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
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

    private void run() {
        while (true) {
            Set<K> keys;
            S now;
            synchronized (board) {
                while (!woken && !closed) {
                    try {
                        board.wait();
                    } catch (InterruptedException e) {
                        LOG.debug("{} ignores an interrupt; close() ends it", thread.getName());
                    }
                }
                if (closed) {
                    return;
                }
                keys = dirty;
                dirty = new LinkedHashSet<>();
                woken = false;
                now = board.current();
            }
            deliver(keys, now);
        }
    }

    private void deliver(Set<K> keys, S now) {
        List<Delta<K, V>> deltas = new ArrayList<>();
        for (K key : keys) {
            Optional<V> before = delivered.get(key);
            Optional<V> after = lens.find(now, key);
            if (after.isPresent()) {
                boolean quiet = before.isPresent() && lens.same(before.get(), after.get());
                if (quiet) {
                    continue;
                }
                delivered = delivered.put(key, after.get());
            } else if (before.isPresent()) {
                delivered = delivered.remove(key);
            } else {
                continue;
            }
            deltas.add(new Delta<>(key, before.orElse(null), after.orElse(null)));
        }
        if (!deltas.isEmpty()) {
            guarded(() -> receiver.changed(deltas, now));
        }
        if (!saidInitialised && lens.initialised(now)) {
            saidInitialised = true;
            guarded(receiver::initialised);
        }
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.error("the listener of {} failed; the watch goes on", thread.getName(), e);
        }
    }
}
