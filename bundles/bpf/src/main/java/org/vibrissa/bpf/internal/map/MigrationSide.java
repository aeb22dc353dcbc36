package org.vibrissa.bpf.internal.map;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.vibrissa.bpf.Codec;
import org.vibrissa.bpf.internal.kernel.Bpf;
import org.vibrissa.bpf.internal.kernel.Errno;

/** One of the two maps of a migration: records in, records out, past any mirror. */
final class MigrationSide<K, V> {
    private final KernelMap map;
    private final Codec<K> keys;
    private final Codec<V> values;

    MigrationSide(KernelMap map, Codec<K> keys, Codec<V> values) {
        this.map = map;
        this.keys = keys;
        this.values = values;
    }

    KernelMap map() {
        return map;
    }

    K key(ByteBuffer b, int at) {
        return keys.read(b, at);
    }

    /** The values of all copies from {@code at} on. */
    List<V> values(ByteBuffer b, int at) {
        return TypedPerCpuMap.read(map, values, b, at);
    }

    Optional<List<V>> get(K key) {
        ByteBuffer entry = map.begin();
        keys.write(key, entry, Bpf.ROOM);
        int error = map.lookup(entry);
        if (error == 0) {
            return Optional.of(values(entry, map.valueAt()));
        } else if (error == -Errno.ENOENT) {
            return Optional.empty();
        }
        throw Bpf.failed("read " + key + " from " + map, error);
    }

    void put(K key, List<V> all) {
        ByteBuffer entry = map.begin();
        keys.write(key, entry, Bpf.ROOM);
        TypedPerCpuMap.write(map, values, all, entry, map.valueAt());
        int error = map.rawUpdate(entry, map.valueAt(), 0);
        if (error != 0) {
            throw MapErrors.write(map, String.valueOf(key), error);
        }
    }

    /** The bytes of a key. */
    ByteBuffer encodeKey(K key) {
        ByteBuffer bytes =
                ByteBuffer.allocate(map.keySize() + map.valueBytes())
                        .order(ByteOrder.nativeOrder());
        keys.write(key, bytes, 0);
        return bytes;
    }

    /** The bytes of a key and, behind it, of its values. */
    ByteBuffer encode(K key, List<V> all) {
        ByteBuffer bytes = encodeKey(key);
        TypedPerCpuMap.write(map, values, all, bytes, map.keySize());
        return bytes;
    }

    boolean delete(K key) {
        ByteBuffer entry = map.begin();
        keys.write(key, entry, Bpf.ROOM);
        int error = map.rawDelete(entry);
        if (error != 0 && error != -Errno.ENOENT) {
            throw Bpf.failed("delete " + key + " from " + map, error);
        }
        return error == 0;
    }

    /** Whether it has no entry; arrays always count as empty. */
    boolean empty() {
        boolean[] any = new boolean[1];
        if (!map.type().array()) {
            Entries.forEach(map, (k, keyAt, v, valueAt) -> any[0] = true);
        }
        return !any[0];
    }
}
