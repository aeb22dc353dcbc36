package org.vibrissa.bpf.internal.map;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.vibrissa.bpf.Codec;
import org.vibrissa.bpf.PerCpuMap;
import org.vibrissa.bpf.internal.kernel.Bpf;
import org.vibrissa.bpf.internal.kernel.Errno;

/** A per-CPU map of records. */
final class TypedPerCpuMap<K, V> implements PerCpuMap<K, V> {
    private final MapRef ref;
    private final Codec<K> keys;
    private final Codec<V> values;

    TypedPerCpuMap(MapRef ref, Codec<K> keys, Codec<V> values) {
        this.ref = ref;
        this.keys = keys;
        this.values = values;
    }

    @Override
    public int cpus() {
        return ref.map().copies();
    }

    @Override
    public Optional<List<V>> get(K key) {
        KernelMap map = ref.map();
        ByteBuffer entry = map.begin();
        keys.write(key, entry, Bpf.ROOM);
        int error = map.lookup(entry);
        if (error == 0) {
            return Optional.of(read(map, values, entry, map.valueAt()));
        } else if (error == -Errno.ENOENT) {
            return Optional.empty();
        }
        throw Bpf.failed("read " + key + " from " + map, error);
    }

    @Override
    public void put(K key, List<V> perCpu) {
        KernelMap map = ref.writable();
        ByteBuffer entry = map.begin();
        keys.write(key, entry, Bpf.ROOM);
        write(map, values, perCpu, entry, map.valueAt());
        int error = map.update(entry, 0);
        if (error != 0) {
            throw MapErrors.write(map, String.valueOf(key), error);
        }
    }

    @Override
    public boolean delete(K key) {
        return new TypedMap<>(ref, keys, values).delete(key);
    }

    @Override
    public void forEach(BiConsumer<? super K, ? super List<V>> visitor) {
        KernelMap map = ref.map();
        Entries.forEach(
                map,
                (k, keyAt, v, valueAt) ->
                        visitor.accept(keys.read(k, keyAt), read(map, values, v, valueAt)));
    }

    @Override
    public Map<K, List<V>> entries() {
        Map<K, List<V>> all = new LinkedHashMap<>();
        forEach(all::put);
        return all;
    }

    /** The values of all copies that start at {@code at}. */
    static <V> List<V> read(KernelMap map, Codec<V> codec, ByteBuffer buffer, int at) {
        List<V> all = new ArrayList<>(map.copies());
        for (int cpu = 0; cpu < map.copies(); cpu++) {
            all.add(codec.read(buffer, at + cpu * map.stride()));
        }
        return List.copyOf(all);
    }

    /** Writes one value per copy from {@code at} on. */
    static <V> void write(
            KernelMap map, Codec<V> codec, List<V> perCpu, ByteBuffer buffer, int at) {
        if (perCpu.size() != map.copies()) {
            throw new IllegalArgumentException(
                    map + " needs " + map.copies() + " values, got " + perCpu.size());
        }
        for (int cpu = 0; cpu < perCpu.size(); cpu++) {
            codec.write(perCpu.get(cpu), buffer, at + cpu * map.stride());
        }
    }
}
