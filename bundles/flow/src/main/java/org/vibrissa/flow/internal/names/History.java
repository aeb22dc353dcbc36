package org.vibrissa.flow.internal.names;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Values by key with the time in which they held. Changes are heard a little after they happened,
 * so a value also holds for a {@code slack} beyond its time where no other does. Reading takes no
 * lock; changing is serialised.
 *
 * @param <K> immutable, with equals and hashCode
 * @param <V> immutable
 */
final class History<K, V> {
    /** Before every event. */
    private static final long ALWAYS = Long.MIN_VALUE;

    /** After every event. */
    private static final long STILL = Long.MAX_VALUE;

    /** A value in its time, wall clock in ns: {@code from} included, {@code until} not. */
    private static final class Span<V> {
        final V value;
        final long from;
        volatile long until = STILL;

        /** The value before this one, null when there was none or it is forgotten. */
        volatile Span<V> older;

        Span(V value, long from, Span<V> older) {
            this.value = value;
            this.from = from;
            this.older = older;
        }
    }

    /** A span of this key ended then. */
    private record Ended<K>(K key, long until) {}

    private final Map<K, Span<V>> newest = new ConcurrentHashMap<>();
    private final Deque<Ended<K>> ended = new ArrayDeque<>();
    private final LongSupplier clock;
    private final long slack;
    private final int limit;
    private boolean opened;

    /**
     * An empty one.
     *
     * @param clock wall clock, ns, on the same line as the times of events
     * @param slack ns
     * @param limit values that are gone and remembered
     */
    History(LongSupplier clock, long slack, int limit) {
        this.clock = clock;
        this.slack = slack;
        this.limit = limit;
    }

    /** All that was there before the daemon looked has been put; it held before, too. */
    synchronized void opened() {
        opened = true;
    }

    /** The key has this value from now on. */
    synchronized void put(K key, V value) {
        Span<V> last = newest.get(key);
        if (last != null && last.until == STILL && last.value.equals(value)) {
            return;
        }
        long now = clock.getAsLong();
        boolean heldBefore = last == null && !opened;
        newest.put(key, new Span<>(value, heldBefore ? ALWAYS : now, last));
        end(key, last, now);
    }

    /** The key has no value from now on. */
    synchronized void remove(K key) {
        end(key, newest.get(key), clock.getAsLong());
    }

    private void end(K key, Span<V> span, long now) {
        if (span != null && span.until == STILL) {
            span.until = now;
            ended.add(new Ended<>(key, now));
            if (ended.size() > limit) {
                drop(ended.remove());
            }
        }
    }

    /** Forgets what ended before this time. */
    synchronized void prune(long time) {
        while (!ended.isEmpty() && ended.element().until() < time - slack) {
            drop(ended.remove());
        }
    }

    /** Forgets the key's spans that ended by then. */
    private void drop(Ended<K> old) {
        Span<V> span = newest.get(old.key());
        if (span != null && span.until <= old.until()) {
            newest.remove(old.key());
            return;
        }
        while (span != null) {
            Span<V> older = span.older;
            if (older != null && older.until <= old.until()) {
                span.older = null;
            }
            span = span.older;
        }
    }

    /**
     * The clock was set back: old and new cannot be told apart by their times any more, so what
     * holds now is believed to have held before, and what went is forgotten.
     */
    synchronized void rebase() {
        ended.clear();
        newest.values().removeIf(span -> span.until != STILL);
        newest.replaceAll((key, span) -> new Span<>(span.value, ALWAYS, null));
    }

    /** The value that held then; in a gap that of the nearer side, when it is near. */
    Optional<V> at(K key, long time) {
        Span<V> next = null;
        Span<V> span = newest.get(key);
        while (span != null && time < span.from) {
            next = span;
            span = span.older;
        }
        long since = span == null ? STILL : time - span.until;
        if (since < 0) {
            return Optional.of(span.value);
        }
        long ahead = next == null ? STILL : next.from - time;
        Span<V> near = since <= ahead ? span : next;
        return near != null && Math.min(since, ahead) <= slack
                ? Optional.of(near.value)
                : Optional.empty();
    }

    /** Keys that have, or had, a value. */
    int size() {
        return newest.size();
    }
}
