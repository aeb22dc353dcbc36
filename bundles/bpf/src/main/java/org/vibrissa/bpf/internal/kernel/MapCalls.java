package org.vibrissa.bpf.internal.kernel;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Map commands. Single-entry calls take the key at {@link Bpf#ROOM} of a scratch buffer from {@link
 * Bpf#begin}; all return 0 or -errno.
 */
public final class MapCalls {
    private static final int ATTR = Scratch.ATTR;

    private final Bpf bpf;

    public MapCalls(Bpf bpf) {
        this.bpf = bpf;
    }

    /** Scratch for one key and one value. */
    public ByteBuffer begin(int room) {
        return bpf.begin(room);
    }

    /** Reads the value of the key at ROOM to {@code valueAt}. */
    public int lookup(int fd, ByteBuffer b, int valueAt) {
        entry(fd, b, valueAt, 0);
        return bpf.call(Command.MAP_LOOKUP_ELEM, b, 32);
    }

    /** Writes the value at {@code valueAt} to the key at ROOM; flags 0 any, 1 new, 2 existing. */
    public int update(int fd, ByteBuffer b, int valueAt, long flags) {
        entry(fd, b, valueAt, flags);
        return bpf.call(Command.MAP_UPDATE_ELEM, b, 32);
    }

    /** Removes the key at ROOM. */
    public int delete(int fd, ByteBuffer b) {
        entry(fd, b, Scratch.ROOM, 0);
        b.putLong(ATTR + 16, 0);
        return bpf.call(Command.MAP_DELETE_ELEM, b, 16);
    }

    private static void entry(int fd, ByteBuffer b, int valueAt, long flags) {
        b.putInt(ATTR, fd);
        b.putLong(ATTR + 8, Scratch.address(b, Scratch.ROOM));
        b.putLong(ATTR + 16, Scratch.address(b, valueAt));
        b.putLong(ATTR + 24, flags);
    }

    /**
     * Writes the key after the one at {@code keyAt} (-1 = the first) to {@code nextAt}.
     *
     * @param keys an {@link Bpf#allocate}d buffer
     */
    public int nextKey(int fd, ByteBuffer keys, int keyAt, int nextAt) {
        ByteBuffer b = bpf.begin(0);
        b.putInt(ATTR, fd).putLong(ATTR + 8, keyAt < 0 ? 0 : Scratch.address(keys, keyAt));
        b.putLong(ATTR + 16, Scratch.address(keys, nextAt));
        try {
            return bpf.call(Command.MAP_GET_NEXT_KEY, b, 24);
        } finally {
            Reference.reachabilityFence(keys);
        }
    }

    /**
     * Entries for a batch; the buffers are {@link Bpf#allocate}d.
     *
     * @param keysAt where the first key is
     * @param valuesAt where the first value is
     * @param count number of entries
     */
    public record Batch(ByteBuffer keys, int keysAt, ByteBuffer values, int valuesAt, int count) {}

    /**
     * Reads up to the batch's count of entries, from the cursor at {@code inAt} (-1 = the start),
     * and puts the next cursor at {@code outAt}. The result's count is valid for {@code ENOENT},
     * the end, too.
     */
    public BatchResult lookupBatch(int fd, ByteBuffer cursors, int inAt, int outAt, Batch batch) {
        ByteBuffer b = bpf.begin(0);
        b.putLong(ATTR, inAt < 0 ? 0 : Scratch.address(cursors, inAt));
        b.putLong(ATTR + 8, Scratch.address(cursors, outAt));
        try {
            return batch(Command.MAP_LOOKUP_BATCH, b, fd, batch, true);
        } finally {
            Reference.reachabilityFence(cursors);
        }
    }

    /** Writes entries; on error the count tells how many were written. */
    public BatchResult updateBatch(int fd, Batch batch) {
        return batch(Command.MAP_UPDATE_BATCH, bpf.begin(0), fd, batch, true);
    }

    /** Removes keys; on error the count tells how many were removed. */
    public BatchResult deleteBatch(int fd, Batch batch) {
        return batch(Command.MAP_DELETE_BATCH, bpf.begin(0), fd, batch, false);
    }

    private BatchResult batch(int command, ByteBuffer b, int fd, Batch batch, boolean withValues) {
        b.putLong(ATTR + 16, Scratch.address(batch.keys(), batch.keysAt()));
        if (withValues) {
            b.putLong(ATTR + 24, Scratch.address(batch.values(), batch.valuesAt()));
        }
        b.putInt(ATTR + 32, batch.count()).putInt(ATTR + 36, fd);
        try {
            int error = bpf.call(command, b, 56);
            return new BatchResult(error, b.getInt(ATTR + 32));
        } finally {
            // The addresses alone would not keep the collector from freeing the buffers.
            Reference.reachabilityFence(batch.keys());
            Reference.reachabilityFence(batch.values());
        }
    }

    /**
     * Outcome of a batch.
     *
     * @param error 0 or -errno
     * @param count entries done
     */
    public record BatchResult(int error, int count) {}

    /** Creates a map without BTF and gives its descriptor, or -errno. */
    public int create(int type, int keySize, int valueSize, int entries, int flags, String name) {
        return create(type, keySize, valueSize, entries, flags, name, 0);
    }

    /** As above; {@code inner} is the descriptor of the inner map of a map of maps. */
    public int create(
            int type, int keySize, int valueSize, int entries, int flags, String name, int inner) {
        ByteBuffer b = bpf.begin(0);
        b.putInt(ATTR, type).putInt(ATTR + 4, keySize).putInt(ATTR + 8, valueSize);
        b.putInt(ATTR + 12, entries).putInt(ATTR + 16, flags).putInt(ATTR + 20, inner);
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        b.put(ATTR + 28, bytes, 0, Math.min(15, bytes.length));
        return bpf.call(Command.MAP_CREATE, b, 72);
    }
}
