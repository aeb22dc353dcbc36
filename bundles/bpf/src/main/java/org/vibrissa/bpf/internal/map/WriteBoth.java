package org.vibrissa.bpf.internal.map;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.vibrissa.bpf.internal.kernel.Bpf;

/** Does each write of one map on the other too, as one step to the migration. */
final class WriteBoth<K, V, L, W> implements KernelMap.Mirror {
    private final MigrationSide<K, V> written;
    private final MigrationSide<L, W> other;
    private final Function<K, Optional<L>> key;
    private final BiFunction<K, List<V>, Optional<List<W>>> values;
    private final Object lock;
    private final Recorder recorder;

    /** Told, under the lock, what a write did to this map. */
    interface Recorder {
        void updated(ByteBuffer entry, int valueAt);

        void deleted(ByteBuffer entry);
    }

    WriteBoth(
            MigrationSide<K, V> written,
            MigrationSide<L, W> other,
            Function<K, Optional<L>> key,
            BiFunction<K, List<V>, Optional<List<W>>> values,
            Object lock,
            Recorder recorder) {
        this.written = written;
        this.other = other;
        this.key = key;
        this.values = values;
        this.lock = lock;
        this.recorder = recorder;
    }

    @Override
    public int update(ByteBuffer entry, int valueAt, long flags) {
        K writtenKey = written.key(entry, Bpf.ROOM);
        List<V> value = written.values(entry, valueAt);
        Optional<L> otherKey = key.apply(writtenKey);
        Optional<List<W>> otherValue = values.apply(writtenKey, value);
        synchronized (lock) {
            int error = written.map().rawUpdate(entry, valueAt, flags);
            if (error == 0) {
                recorder.updated(entry, valueAt);
            }
            if (error == 0 && otherKey.isPresent() && otherValue.isPresent()) {
                other.put(otherKey.get(), otherValue.get());
            }
            return error;
        }
    }

    @Override
    public int delete(ByteBuffer entry) {
        Optional<L> otherKey = key.apply(written.key(entry, Bpf.ROOM));
        synchronized (lock) {
            int error = written.map().rawDelete(entry);
            recorder.deleted(entry);
            otherKey.ifPresent(other::delete);
            return error;
        }
    }
}
