package org.vibrissa.bpf.internal.map;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Entries of the old map as the new map knows them: an open-addressing table over chunks of native
 * memory, some bytes more than the entries themselves, as a connection table may have half a
 * million. Guarded by the migration's lock.
 */
final class Snapshot {
    private static final int CHUNK_ENTRIES = 4096;

    private final int keySize;
    private final int valueSize;
    private final List<ByteBuffer> chunks = new ArrayList<>();
    private int[] table = new int[1024];
    private boolean[] seen = new boolean[1024];
    private boolean[] removed = new boolean[1024];
    private int count;

    Snapshot(int keySize, int valueSize) {
        this.keySize = keySize;
        this.valueSize = valueSize;
    }

    /** Adds an entry; false when its key was added, set or removed before. */
    boolean add(ByteBuffer keys, int keyAt, ByteBuffer values, int valueAt) {
        if (table[slot(keys, keyAt)] != 0) {
            return false;
        }
        int entry = insert(keys, keyAt);
        chunk(entry).put(at(entry) + keySize, values, valueAt, valueSize);
        return true;
    }

    /** Sets a key's value, whatever was known of it. */
    void set(ByteBuffer keys, int keyAt, ByteBuffer values, int valueAt) {
        int known = table[slot(keys, keyAt)] - 1;
        int entry = known < 0 ? insert(keys, keyAt) : known;
        chunk(entry).put(at(entry) + keySize, values, valueAt, valueSize);
        removed[entry] = false;
    }

    /** Remembers that a key is gone from both maps. */
    void remove(ByteBuffer keys, int keyAt) {
        int known = table[slot(keys, keyAt)] - 1;
        removed[known < 0 ? insert(keys, keyAt) : known] = true;
    }

    private int insert(ByteBuffer keys, int keyAt) {
        int entry = count++;
        if (entry % CHUNK_ENTRIES == 0) {
            chunks.add(
                    ByteBuffer.allocateDirect(CHUNK_ENTRIES * (keySize + valueSize))
                            .order(ByteOrder.nativeOrder()));
        }
        chunk(entry).put(at(entry), keys, keyAt, keySize);
        table[slot(keys, keyAt)] = entry + 1;
        if (count * 2 > table.length) {
            grow();
        }
        return entry;
    }

    /** The entry with that key, -1 when there is none. */
    int find(ByteBuffer keys, int keyAt) {
        int entry = table[slot(keys, keyAt)] - 1;
        return entry >= 0 && removed[entry] ? -1 : entry;
    }

    /** Whether an entry has this value. */
    boolean hasValue(int entry, ByteBuffer values, int valueAt) {
        return equal(chunk(entry), at(entry) + keySize, values, valueAt, valueSize);
    }

    /** Remembers that an entry is still there. */
    void mark(int entry) {
        seen[entry] = true;
    }

    /** Visits entries that were never marked. */
    void forEachUnmarked(IntConsumer visitor) {
        for (int i = 0; i < count; i++) {
            if (!seen[i] && !removed[i]) {
                visitor.accept(i);
            }
        }
    }

    /** The memory an entry is in. */
    ByteBuffer chunk(int entry) {
        return chunks.get(entry / CHUNK_ENTRIES);
    }

    /** Where an entry's key starts; its value follows. */
    int at(int entry) {
        return entry % CHUNK_ENTRIES * (keySize + valueSize);
    }

    private int slot(ByteBuffer keys, int keyAt) {
        int mask = table.length - 1;
        int slot = hash(keys, keyAt) & mask;
        while (table[slot] != 0) {
            int entry = table[slot] - 1;
            if (equal(chunk(entry), at(entry), keys, keyAt, keySize)) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        seen = Arrays.copyOf(seen, table.length * 2);
        removed = Arrays.copyOf(removed, table.length * 2);
        table = new int[table.length * 2];
        for (int i = 0; i < count; i++) {
            table[slot(chunk(i), at(i))] = i + 1;
        }
    }

    private int hash(ByteBuffer b, int at) {
        int h = 0x811c9dc5;
        for (int i = 0; i < keySize; i++) {
            h = (h ^ b.get(at + i) & 0xff) * 0x01000193;
        }
        return h ^ h >>> 15;
    }

    private static boolean equal(ByteBuffer a, int aAt, ByteBuffer b, int bAt, int size) {
        return a.slice(aAt, size).equals(b.slice(bAt, size));
    }
}
