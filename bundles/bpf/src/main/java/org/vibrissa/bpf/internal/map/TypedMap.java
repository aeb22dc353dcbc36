package org.vibrissa.bpf.internal.map;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.vibrissa.bpf.Access;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.Codec;
import org.vibrissa.bpf.MapInfo;
import org.vibrissa.bpf.MapType;
import org.vibrissa.bpf.PerCpuMap;
import org.vibrissa.bpf.ProgArray;
import org.vibrissa.bpf.PutMode;
import org.vibrissa.bpf.RingReader;
import org.vibrissa.bpf.internal.kernel.Bpf;
import org.vibrissa.bpf.internal.kernel.Errno;

/** A map of records. */
public final class TypedMap<K, V> implements BpfMap<K, V> {
    private final MapRef ref;
    private final Codec<K> keys;
    private final Codec<V> values;

    TypedMap(MapRef ref, Codec<K> keys, Codec<V> values) {
        this.ref = ref;
        this.keys = keys;
        this.values = values;
    }

    /** The hold behind this view. */
    public MapRef ref() {
        return ref;
    }

    Codec<K> keyCodec() {
        return keys;
    }

    Codec<V> valueCodec() {
        return values;
    }

    @Override
    public MapInfo info() {
        return ref.map().info();
    }

    @Override
    public Access access() {
        return ref.access();
    }

    @Override
    public Optional<V> get(K key) {
        KernelMap map = plain(ref.map());
        ByteBuffer entry = map.begin();
        keys.write(key, entry, Bpf.ROOM);
        int error = map.lookup(entry);
        if (error == 0) {
            return Optional.of(values.read(entry, map.valueAt()));
        } else if (error == -Errno.ENOENT) {
            return Optional.empty();
        }
        throw Bpf.failed("read " + key + " from " + map, error);
    }

    @Override
    public void put(K key, V value) {
        put(key, value, PutMode.ANY);
    }

    @Override
    public boolean put(K key, V value, PutMode mode) {
        KernelMap map = plain(ref.writable());
        ByteBuffer entry = map.begin();
        keys.write(key, entry, Bpf.ROOM);
        values.write(value, entry, map.valueAt());
        int error = map.update(entry, flag(mode));
        if (mode == PutMode.NOEXIST && error == -Errno.EEXIST
                || mode == PutMode.EXIST && error == -Errno.ENOENT) {
            return false;
        } else if (error != 0) {
            throw MapErrors.write(map, String.valueOf(key), error);
        }
        return true;
    }

    private static long flag(PutMode mode) {
        return switch (mode) {
            case ANY -> 0;
            case NOEXIST -> 1;
            case EXIST -> 2;
        };
    }

    @Override
    public boolean delete(K key) {
        KernelMap map = ref.writable();
        ByteBuffer entry = map.begin();
        keys.write(key, entry, Bpf.ROOM);
        int error = map.delete(entry);
        if (error != 0 && error != -Errno.ENOENT) {
            throw Bpf.failed("delete " + key + " from " + map, error);
        }
        return error == 0;
    }

    @Override
    public void forEach(BiConsumer<? super K, ? super V> visitor) {
        Entries.forEach(
                plain(ref.map()),
                (k, keyAt, v, valueAt) ->
                        visitor.accept(keys.read(k, keyAt), values.read(v, valueAt)));
    }

    @Override
    public Map<K, V> entries() {
        Map<K, V> all = new LinkedHashMap<>();
        forEach(all::put);
        return all;
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> entries) {
        KernelMap map = plain(ref.writable());
        if (!map.batch(() -> new BatchWriter<>(map, keys, values).putAll(entries))) {
            entries.forEach(this::put);
        }
    }

    @Override
    public int deleteAll(Collection<? extends K> doomed) {
        KernelMap map = ref.writable();
        int[] deleted = new int[1];
        if (!map.batch(() -> deleted[0] = new BatchWriter<>(map, keys, values).deleteAll(doomed))) {
            for (K key : doomed) {
                deleted[0] += delete(key) ? 1 : 0;
            }
        }
        return deleted[0];
    }

    @Override
    public int clear() {
        KernelMap map = ref.writable();
        if (map.type().array()) {
            throw new UnsupportedOperationException(map + " is an array: its entries always exist");
        }
        List<K> all = new ArrayList<>();
        Entries.forEach(map, (k, keyAt, v, valueAt) -> all.add(keys.read(k, keyAt)));
        return deleteAll(all);
    }

    @Override
    public PerCpuMap<K, V> perCpu() {
        if (!ref.map().type().perCpu()) {
            throw new UnsupportedOperationException(ref.map() + " is not per CPU");
        }
        return new TypedPerCpuMap<>(ref, keys, values);
    }

    @Override
    public ProgArray progArray() {
        if (ref.map().type() != MapType.PROG_ARRAY) {
            throw new UnsupportedOperationException(ref.map() + " is no PROG_ARRAY");
        }
        return new SlotArray(ref);
    }

    @Override
    public RingReader ring() {
        return ref.ring();
    }

    @Override
    public ByteBuffer memory() {
        return ref.writable().memory();
    }

    private static KernelMap plain(KernelMap map) {
        if (map.type().perCpu()) {
            throw new UnsupportedOperationException(map + " is per CPU: use perCpu()");
        } else if (map.type() == MapType.PROG_ARRAY) {
            throw new UnsupportedOperationException(map + " holds programs: use progArray()");
        }
        return map;
    }
}
