package org.vibrissa.bpf.internal.map;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.DualWriteWindow;
import org.vibrissa.bpf.MapMigration;
import org.vibrissa.bpf.internal.kernel.Bpf;

/**
 * Moves a map's entries to another layout while programs write: copy, switch the programs, wait
 * until no old one runs, catch up with what changed since the copy. Java's writes go to both maps
 * from before the copy until the window is closed.
 */
public final class Migration<K, V, L, W> implements DualWriteWindow {
    private final MigrationSide<K, V> from;
    private final MigrationSide<L, W> to;
    private final Conversion<K, V, L, W> conversion;

    /** Held around each step that reads one map and writes the other. */
    private final Object lock = new Object();

    private final Snapshot snapshot;
    private MapMigration.Report report = new MapMigration.Report(0, 0, 0, 0, 0, 0, 0);
    private int copied;
    private int created;
    private int changed;
    private int deleted;
    private int skipped;
    private boolean open;

    private Migration(MapMigration<K, V, L, W> plan) {
        this.from = side(plan.from());
        this.to = side(plan.to());
        this.conversion = new Conversion<>(plan.converter());
        this.snapshot = new Snapshot(from.map().keySize(), from.map().valueBytes());
    }

    private static <A, B> MigrationSide<A, B> side(BpfMap<A, B> map) {
        if (map instanceof TypedMap<A, B> typed) {
            KernelMap kernel = typed.ref().writable();
            return new MigrationSide<>(kernel, typed.keyCodec(), typed.valueCodec());
        }
        throw new IllegalArgumentException(
                "map " + map.info().name() + " does not come from this loader");
    }

    /** Runs a migration; see {@link org.vibrissa.bpf.BpfLoader#migrate}. */
    public static <K, V, L, W> Migration<K, V, L, W> run(
            MapMigration<K, V, L, W> plan, Runnable switchOver) {
        Migration<K, V, L, W> migration = new Migration<>(plan);
        migration.check();
        migration.openWindow();
        try {
            migration.run(switchOver);
            return migration;
        } catch (RuntimeException e) {
            migration.close();
            throw e;
        }
    }

    private void check() {
        if (from.map() == to.map()) {
            throw new BpfException(from.map() + " cannot be migrated to itself");
        } else if (from.map().type().perCpu() != to.map().type().perCpu()) {
            throw new BpfException(
                    from.map() + " and " + to.map() + " must both be per CPU or neither");
        } else if (!to.empty()) {
            throw new BpfException(
                    to.map() + " has entries already; unpin it or clear it before a migration");
        }
    }

    private void openWindow() {
        WriteBoth<K, V, L, W> forward =
                new WriteBoth<>(
                        from,
                        to,
                        k -> Optional.of(conversion.key(k)),
                        conversion::values,
                        lock,
                        new InOld());
        WriteBoth<L, W, K, V> backward =
                new WriteBoth<>(
                        to, from, conversion::keyBack, conversion::valuesBack, lock, new InNew());
        from.map().mirror(Optional.of(forward));
        try {
            to.map().mirror(Optional.of(backward));
        } catch (IllegalStateException e) {
            from.map().mirror(Optional.empty());
            throw e;
        }
        open = true;
    }

    /** Java's writes to the old map are in the new one at once: nothing to catch up with. */
    private final class InOld implements WriteBoth.Recorder {
        @Override
        public void updated(ByteBuffer entry, int valueAt) {
            snapshot.set(entry, Bpf.ROOM, entry, valueAt);
        }

        @Override
        public void deleted(ByteBuffer entry) {
            snapshot.remove(entry, Bpf.ROOM);
        }
    }

    /** Java's writes to the new map, as far as they go back, are in the old one too. */
    private final class InNew implements WriteBoth.Recorder {
        @Override
        public void updated(ByteBuffer entry, int valueAt) {
            L key = to.key(entry, Bpf.ROOM);
            List<W> values = to.values(entry, valueAt);
            Optional<K> oldKey = conversion.keyBack(key);
            Optional<List<V>> old = conversion.valuesBack(key, values);
            if (oldKey.isPresent() && old.isPresent()) {
                ByteBuffer bytes = from.encode(oldKey.get(), old.get());
                snapshot.set(bytes, 0, bytes, from.map().keySize());
            }
        }

        @Override
        public void deleted(ByteBuffer entry) {
            conversion
                    .keyBack(to.key(entry, Bpf.ROOM))
                    .ifPresent(k -> snapshot.remove(from.encodeKey(k), 0));
        }
    }

    private void run(Runnable switchOver) {
        long start = System.nanoTime();
        Entries.forEach(from.map(), this::copy);
        long beforeSwitch = System.nanoTime();
        switchOver.run();
        long switched = System.nanoTime() - beforeSwitch;
        ProgramBarrier.await(from.map().calls());
        Entries.forEach(from.map(), this::catchUp);
        // An LRU map evicts: what is gone there may still be wanted.
        if (!from.map().type().lru()) {
            synchronized (lock) {
                snapshot.forEachUnmarked(this::catchUpDeleted);
            }
        }
        report =
                new MapMigration.Report(
                        copied,
                        created,
                        changed,
                        deleted,
                        skipped,
                        switched,
                        System.nanoTime() - start);
    }

    private void copy(ByteBuffer keys, int keyAt, ByteBuffer values, int valueAt) {
        synchronized (lock) {
            // What a mirrored write put or removed meanwhile is newer than what was read.
            if (!snapshot.add(keys, keyAt, values, valueAt)) {
                return;
            }
            K key = from.key(keys, keyAt);
            Optional<List<W>> converted = conversion.values(key, from.values(values, valueAt));
            if (converted.isEmpty()) {
                skipped++;
            } else {
                to.put(conversion.key(key), converted.get());
                if (copied++ == 0) {
                    rehearse(key, from.values(values, valueAt));
                }
            }
        }
    }

    /** Has the converter's code loaded before the catch-up, where programs count meanwhile. */
    private void rehearse(K key, List<V> values) {
        Optional<List<W>> now = to.get(conversion.key(key));
        conversion.merge(key, Optional.of(values), values, now);
    }

    private void catchUp(ByteBuffer keys, int keyAt, ByteBuffer values, int valueAt) {
        synchronized (lock) {
            int entry = snapshot.find(keys, keyAt);
            if (entry >= 0) {
                snapshot.mark(entry);
                if (snapshot.hasValue(entry, values, valueAt)) {
                    return;
                }
            }
            // A write of Java after the walk has read this entry is in both maps already.
            K key = from.key(keys, keyAt);
            Optional<List<V>> atCopy = entry < 0 ? Optional.empty() : Optional.of(valuesOf(entry));
            Optional<List<V>> now = from.get(key);
            if (now.isPresent() && !now.equals(atCopy)) {
                takeOver(key, atCopy, now.get());
            }
        }
    }

    private void takeOver(K key, Optional<List<V>> atCopy, List<V> now) {
        L newKey = conversion.key(key);
        Optional<List<W>> merged = conversion.merge(key, atCopy, now, to.get(newKey));
        if (merged.isEmpty()) {
            skipped++;
            return;
        }
        to.put(newKey, merged.get());
        if (atCopy.isEmpty()) {
            created++;
        } else {
            changed++;
        }
    }

    private List<V> valuesOf(int entry) {
        int valueAt = snapshot.at(entry) + from.map().keySize();
        return from.values(snapshot.chunk(entry), valueAt);
    }

    /** An entry that is gone goes from the new map too, unless a new program has touched it. */
    private void catchUpDeleted(int entry) {
        K key = from.key(snapshot.chunk(entry), snapshot.at(entry));
        L newKey = conversion.key(key);
        boolean untouched =
                from.get(key).isEmpty()
                        && to.get(newKey).equals(conversion.values(key, valuesOf(entry)));
        if (untouched && to.delete(newKey)) {
            deleted++;
        }
    }

    @Override
    public MapMigration.Report report() {
        return report;
    }

    @Override
    public synchronized void close() {
        if (open) {
            open = false;
            from.map().mirror(Optional.empty());
            to.map().mirror(Optional.empty());
        }
    }
}
