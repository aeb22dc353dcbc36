package org.vibrissa.bpf.internal.map;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.vibrissa.bpf.Codec;
import org.vibrissa.bpf.internal.kernel.Bpf;
import org.vibrissa.bpf.internal.kernel.Errno;
import org.vibrissa.bpf.internal.kernel.MapCalls.Batch;
import org.vibrissa.bpf.internal.kernel.MapCalls.BatchResult;

/** Writes many entries with few system calls; one by one where the kernel has no batches. */
final class BatchWriter<K, V> {
    private static final int HEAD = 8;

    private final KernelMap map;
    private final Codec<K> keyCodec;
    private final Codec<V> valueCodec;
    private final int size;

    BatchWriter(KernelMap map, Codec<K> keyCodec, Codec<V> valueCodec) {
        this.map = map;
        this.keyCodec = keyCodec;
        this.valueCodec = valueCodec;
        this.size = Entries.batchSize(map);
    }

    void putAll(Map<? extends K, ? extends V> entries) {
        ByteBuffer keys = Bpf.allocate(HEAD + size * map.keySize());
        ByteBuffer values = Bpf.allocate(HEAD + size * map.valueBytes());
        List<K> names = new ArrayList<>(size);
        for (Map.Entry<? extends K, ? extends V> e : entries.entrySet()) {
            int i = names.size();
            keyCodec.write(e.getKey(), keys, HEAD + i * map.keySize());
            valueCodec.write(e.getValue(), values, HEAD + i * map.valueBytes());
            names.add(e.getKey());
            if (names.size() == size) {
                put(keys, values, names);
                names.clear();
            }
        }
        put(keys, values, names);
    }

    private void put(ByteBuffer keys, ByteBuffer values, List<K> names) {
        if (names.isEmpty()) {
            return;
        }
        int fd = map.fd().acquire();
        try {
            BatchResult result =
                    map.calls().updateBatch(fd, new Batch(keys, HEAD, values, HEAD, names.size()));
            if (unsupported(result.error())) {
                putOneByOne(keys, values, names);
            } else if (result.error() != 0) {
                throw MapErrors.write(map, keyAt(names, result.count()), result.error());
            }
        } finally {
            map.fd().release();
        }
    }

    private static boolean unsupported(int error) {
        return error == -Errno.ENOTSUPP || error == -Errno.EINVAL;
    }

    private static String keyAt(List<?> names, int index) {
        return index < names.size() ? String.valueOf(names.get(index)) : "entries";
    }

    private void putOneByOne(ByteBuffer keys, ByteBuffer values, List<K> names) {
        for (int i = 0; i < names.size(); i++) {
            ByteBuffer entry = map.begin();
            entry.put(Bpf.ROOM, keys, HEAD + i * map.keySize(), map.keySize());
            entry.put(map.valueAt(), values, HEAD + i * map.valueBytes(), map.valueBytes());
            int error = map.rawUpdate(entry, map.valueAt(), 0);
            if (error != 0) {
                throw MapErrors.write(map, keyAt(names, i), error);
            }
        }
    }

    int deleteAll(Collection<? extends K> doomed) {
        ByteBuffer keys = Bpf.allocate(HEAD + size * map.keySize());
        int filled = 0;
        int deleted = 0;
        for (K key : doomed) {
            keyCodec.write(key, keys, HEAD + filled++ * map.keySize());
            if (filled == size) {
                deleted += delete(keys, filled);
                filled = 0;
            }
        }
        return deleted + delete(keys, filled);
    }

    /** A batch stops at the first key that is not there; it is skipped and the rest tried again. */
    private int delete(ByteBuffer keys, int count) {
        int fd = map.fd().acquire();
        try {
            int deleted = 0;
            int from = 0;
            while (from < count) {
                BatchResult result =
                        map.calls()
                                .deleteBatch(
                                        fd,
                                        new Batch(
                                                keys,
                                                HEAD + from * map.keySize(),
                                                keys,
                                                0,
                                                count - from));
                if (unsupported(result.error())) {
                    return deleted + deleteOneByOne(keys, from, count);
                } else if (result.error() != 0 && result.error() != -Errno.ENOENT) {
                    throw Bpf.failed("delete entries of " + map, result.error());
                }
                deleted += result.count();
                from += result.count() + 1;
            }
            return deleted;
        } finally {
            map.fd().release();
        }
    }

    private int deleteOneByOne(ByteBuffer keys, int from, int count) {
        int deleted = 0;
        for (int i = from; i < count; i++) {
            ByteBuffer entry = map.begin();
            entry.put(Bpf.ROOM, keys, HEAD + i * map.keySize(), map.keySize());
            int error = map.rawDelete(entry);
            if (error != 0 && error != -Errno.ENOENT) {
                throw Bpf.failed("delete an entry of " + map, error);
            }
            deleted += error == 0 ? 1 : 0;
        }
        return deleted;
    }
}
