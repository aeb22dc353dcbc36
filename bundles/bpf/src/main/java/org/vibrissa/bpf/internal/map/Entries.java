package org.vibrissa.bpf.internal.map;

import java.nio.ByteBuffer;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.internal.kernel.Bpf;
import org.vibrissa.bpf.internal.kernel.Errno;
import org.vibrissa.bpf.internal.kernel.MapCalls.Batch;
import org.vibrissa.bpf.internal.kernel.MapCalls.BatchResult;

/** Walks over all entries of a map: by batches, or key by key where the kernel has no batches. */
final class Entries {
    private static final int BATCH_BYTES = 1 << 19;
    private static final int MOST = 8192;
    private static final int LEAST = 32;
    private static final int HEAD = 8;

    /** Sees one entry; the buffers are reused for the next. */
    interface Visitor {
        void visit(ByteBuffer keys, int keyAt, ByteBuffer values, int valueAt);
    }

    private final KernelMap map;
    private final Visitor visitor;

    private Entries(KernelMap map, Visitor visitor) {
        this.map = map;
        this.visitor = visitor;
    }

    static void forEach(KernelMap map, Visitor visitor) {
        int fd = map.fd().acquire();
        try {
            Entries walk = new Entries(map, visitor);
            if (!walk.byBatches(fd)) {
                walk.byKeys(fd);
            }
        } finally {
            map.fd().release();
        }
    }

    /** Entries per batch that keep its buffers of moderate size. */
    static int batchSize(KernelMap map) {
        int fit = BATCH_BYTES / Math.max(1, map.keySize() + map.valueBytes());
        return Math.max(LEAST, Math.min(Math.min(MOST, fit), map.maxEntries()));
    }

    /** False when the kernel has no batches for this kind of map. */
    private boolean byBatches(int fd) {
        int count = batchSize(map);
        int cursorSize = Math.max(8, map.keySize());
        ByteBuffer cursors = Bpf.allocate(HEAD + 2 * cursorSize);
        int in = HEAD;
        int out = HEAD + cursorSize;
        ByteBuffer keys = Bpf.allocate(HEAD + count * map.keySize());
        ByteBuffer values = Bpf.allocate(HEAD + count * map.valueBytes());
        boolean first = true;
        while (true) {
            Batch batch = new Batch(keys, HEAD, values, HEAD, count);
            BatchResult result = map.calls().lookupBatch(fd, cursors, first ? -1 : in, out, batch);
            int error = -result.error();
            if (error == Errno.ENOSPC) {
                // One bucket of the hash holds more than a whole batch.
                count *= 2;
                keys = Bpf.allocate(HEAD + count * map.keySize());
                values = Bpf.allocate(HEAD + count * map.valueBytes());
                continue;
            }
            if (first && (error == Errno.ENOTSUPP || error == Errno.EINVAL)) {
                return false;
            }
            if (error != 0 && error != Errno.ENOENT) {
                throw Bpf.failed("read entries of " + map, result.error());
            }
            for (int i = 0; i < result.count(); i++) {
                visitor.visit(keys, HEAD + i * map.keySize(), values, HEAD + i * map.valueBytes());
            }
            if (error == Errno.ENOENT) {
                return true;
            }
            first = false;
            int swap = in;
            in = out;
            out = swap;
        }
    }

    private void byKeys(int fd) {
        ByteBuffer keys = Bpf.allocate(HEAD + 2 * (map.keySize() + 7 & ~7));
        int at = HEAD;
        int nextAt = HEAD + (map.keySize() + 7 & ~7);
        int error = map.calls().nextKey(fd, keys, -1, at);
        // A key that vanishes sends the walk back to the start, so it needs an end of its own.
        long budget = 4L * map.maxEntries() + 1024;
        while (error == 0) {
            if (budget-- == 0) {
                throw new BpfException(map + " changes faster than it can be read key by key");
            }
            visitOne(keys, at);
            error = map.calls().nextKey(fd, keys, at, nextAt);
            int swap = at;
            at = nextAt;
            nextAt = swap;
        }
        if (error != -Errno.ENOENT) {
            throw Bpf.failed("read keys of " + map, error);
        }
    }

    private void visitOne(ByteBuffer keys, int at) {
        ByteBuffer entry = map.begin();
        entry.put(Bpf.ROOM, keys, at, map.keySize());
        int error = map.lookup(entry);
        if (error == 0) {
            ByteBuffer value = ByteBuffer.allocate(map.valueBytes()).order(entry.order());
            value.put(0, entry, map.valueAt(), map.valueBytes());
            visitor.visit(keys, at, value, 0);
        } else if (error != -Errno.ENOENT) {
            throw Bpf.failed("read an entry of " + map, error);
        }
    }
}
