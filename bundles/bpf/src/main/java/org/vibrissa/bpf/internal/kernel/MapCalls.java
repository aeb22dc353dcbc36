package org.vibrissa.bpf.internal.kernel;

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

    /** Writes the key after the one at {@code key} (0 = the first) to address {@code next}. */
    public int nextKey(int fd, long key, long next) {
        ByteBuffer b = bpf.begin(0);
        b.putInt(ATTR, fd).putLong(ATTR + 8, key).putLong(ATTR + 16, next);
        return bpf.call(Command.MAP_GET_NEXT_KEY, b, 24);
    }

    /**
     * Reads up to {@code count} entries from cursor {@code in} (0 = the start) and puts the next
     * cursor at {@code out}. The result's count is valid for {@code ENOENT}, the end, too.
     */
    public BatchResult lookupBatch(int fd, long in, long out, long keys, long values, int count) {
        ByteBuffer b = bpf.begin(0);
        b.putLong(ATTR, in).putLong(ATTR + 8, out);
        return batch(Command.MAP_LOOKUP_BATCH, b, fd, keys, values, count, 0);
    }

    /** Writes {@code count} entries; on error the count tells how many were written. */
    public BatchResult updateBatch(int fd, long keys, long values, int count) {
        return batch(Command.MAP_UPDATE_BATCH, bpf.begin(0), fd, keys, values, count, 0);
    }

    /** Removes {@code count} keys; on error the count tells how many were removed. */
    public BatchResult deleteBatch(int fd, long keys, int count) {
        return batch(Command.MAP_DELETE_BATCH, bpf.begin(0), fd, keys, 0, count, 0);
    }

    private BatchResult batch(
            int command, ByteBuffer b, int fd, long keys, long values, int count, long flags) {
        b.putLong(ATTR + 16, keys).putLong(ATTR + 24, values);
        b.putInt(ATTR + 32, count).putInt(ATTR + 36, fd);
        b.putLong(ATTR + 40, flags);
        int error = bpf.call(command, b, 56);
        return new BatchResult(error, b.getInt(ATTR + 32));
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
