package org.vibrissa.state.internal.table;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.vibrissa.state.Subscription;

/**
 * The current snapshot of something and those who follow it. Changes are made one at a time and are
 * visible when {@link #update} returns; readers never wait.
 *
 * @param <S> the snapshots, immutable
 * @param <K> the keys of what changes
 */
public final class Board<S, K> {
    /** The next snapshot and the keys that may differ in it. */
    public record Step<S, K>(S next, Collection<K> touched) {}

    private final List<Watch<S, K, ?>> watches = new CopyOnWriteArrayList<>();
    private volatile S current;

    public Board(S first) {
        current = first;
    }

    public S current() {
        return current;
    }

    /** Makes one change; the function runs under this board's lock and must be quick. */
    public synchronized void update(Function<S, Step<S, K>> change) {
        Step<S, K> step = change.apply(current);
        if (step.next() == current) {
            return;
        }
        current = step.next();
        for (Watch<S, K, ?> watch : watches) {
            watch.touch(step.touched());
        }
    }

    public synchronized <V> Subscription watch(
            Lens<S, K, V> lens, String name, Receiver<S, K, V> receiver) {
        Watch<S, K, V> watch = new Watch<>(this, lens, name, receiver);
        watches.add(watch);
        watch.start();
        return watch;
    }

    /** Ends all watches, for the owner's deactivation. */
    public void close() {
        List.copyOf(watches).forEach(Watch::close);
    }

    void forget(Watch<S, K, ?> watch) {
        watches.remove(watch);
    }
}
