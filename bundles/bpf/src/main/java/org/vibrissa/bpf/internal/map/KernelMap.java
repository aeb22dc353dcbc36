package org.vibrissa.bpf.internal.map;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.StampedLock;
import org.vibrissa.bpf.Layout;
import org.vibrissa.bpf.MapInfo;
import org.vibrissa.bpf.MapType;
import org.vibrissa.bpf.RingReader;
import org.vibrissa.bpf.internal.kernel.Bpf;
import org.vibrissa.bpf.internal.kernel.Fd;
import org.vibrissa.bpf.internal.kernel.MapCalls;
import org.vibrissa.bpf.internal.kernel.ObjectInfo;
import org.vibrissa.bpf.internal.ring.MappedArray;
import org.vibrissa.bpf.internal.ring.MappedRing;

/**
 * A live map of bytes, one per kernel map in this process however many bundles use it, so that a
 * migration sees each write that Java does. An entry in a scratch buffer has its key at {@link
 * Bpf#ROOM} and its value at {@link #valueAt}.
 */
public final class KernelMap {
    private static final int MMAPABLE = 1 << 10;

    /** Takes over a map's writes while it is being migrated. */
    interface Mirror {
        int update(ByteBuffer entry, int valueAt, long flags);

        int delete(ByteBuffer entry);
    }

    private final MapCalls calls;
    private final Fd fd;
    private final String name;
    private final int schema;
    private final ObjectInfo.Map info;
    private final MapType type;
    private final int cpus;
    private final LayoutSource layouts;
    private final StampedLock mirrorLock = new StampedLock();
    private final AtomicBoolean ringRead = new AtomicBoolean();
    private Mirror mirror;
    private volatile Optional<String> pin;

    /** Finds the layouts of a map's key and value. */
    interface LayoutSource {
        Optional<Layout> layout(int btf, int type);
    }

    KernelMap(
            MapCalls calls,
            Fd fd,
            MapName name,
            ObjectInfo.Map info,
            int cpus,
            LayoutSource layouts) {
        this.calls = calls;
        this.fd = fd;
        this.name = name.name();
        this.schema = name.schema();
        this.pin = name.pin();
        this.info = info;
        this.type = MapType.of(info.type());
        this.cpus = cpus;
        this.layouts = layouts;
    }

    /** The map as the API shows it. */
    public MapInfo info() {
        return new MapInfo(
                name,
                info.id(),
                type,
                info.keySize(),
                info.valueSize(),
                info.maxEntries(),
                info.flags(),
                schema,
                pin);
    }

    public String name() {
        return name;
    }

    int id() {
        return info.id();
    }

    public MapType type() {
        return type;
    }

    int keySize() {
        return info.keySize();
    }

    int maxEntries() {
        return info.maxEntries();
    }

    /** Values per key: possible CPUs, or 1. */
    int copies() {
        return type.perCpu() ? cpus : 1;
    }

    /** Distance between the values of two CPUs. */
    int stride() {
        return type.perCpu() ? info.valueSize() + 7 & ~7 : info.valueSize();
    }

    /** Bytes a look-up gives. */
    int valueBytes() {
        return stride() * copies();
    }

    /** Where the value of an entry in a scratch buffer starts. */
    int valueAt() {
        return Bpf.ROOM + (keySize() + 7 & ~7);
    }

    /** Layout of the key, when the kernel knows it. */
    public Optional<Layout> keyLayout() {
        return layouts.layout(info.btf(), info.keyType());
    }

    /** Layout of a value, when the kernel knows it. */
    public Optional<Layout> valueLayout() {
        return layouts.layout(info.btf(), info.valueType());
    }

    public int valueSize() {
        return info.valueSize();
    }

    public int keyBytes() {
        return info.keySize();
    }

    /** Tells where the map is pinned now. */
    public void pinned(Optional<String> path) {
        this.pin = path;
    }

    /** The descriptor; bracket its use. */
    public Fd fd() {
        return fd;
    }

    MapCalls calls() {
        return calls;
    }

    /** Scratch for one entry. */
    ByteBuffer begin() {
        return calls.begin(keySize() + 16 + valueBytes());
    }

    int lookup(ByteBuffer entry) {
        int number = fd.acquire();
        try {
            return calls.lookup(number, entry, valueAt());
        } finally {
            fd.release();
        }
    }

    int update(ByteBuffer entry, long flags) {
        long stamp = mirrorLock.readLock();
        try {
            return mirror == null
                    ? rawUpdate(entry, valueAt(), flags)
                    : mirror.update(entry, valueAt(), flags);
        } finally {
            mirrorLock.unlockRead(stamp);
        }
    }

    int delete(ByteBuffer entry) {
        long stamp = mirrorLock.readLock();
        try {
            return mirror == null ? rawDelete(entry) : mirror.delete(entry);
        } finally {
            mirrorLock.unlockRead(stamp);
        }
    }

    /**
     * Runs a batch of writes unless the map is mirrored.
     *
     * @return false when it is: entries must then be written one by one
     */
    boolean batch(Runnable writes) {
        long stamp = mirrorLock.readLock();
        try {
            if (mirror == null) {
                writes.run();
            }
            return mirror == null;
        } finally {
            mirrorLock.unlockRead(stamp);
        }
    }

    int rawUpdate(ByteBuffer entry, int valueAt, long flags) {
        int number = fd.acquire();
        try {
            return calls.update(number, entry, valueAt, flags);
        } finally {
            fd.release();
        }
    }

    int rawDelete(ByteBuffer entry) {
        int number = fd.acquire();
        try {
            return calls.delete(number, entry);
        } finally {
            fd.release();
        }
    }

    /**
     * Sends all later writes through {@code next}; writes under way have ended when it returns.
     *
     * @throws IllegalStateException when the map already is in a migration
     */
    void mirror(Optional<Mirror> next) {
        long stamp = mirrorLock.writeLock();
        try {
            if (mirror != null && next.isPresent()) {
                throw new IllegalStateException("map " + name + " is being migrated already");
            }
            mirror = next.orElse(null);
        } finally {
            mirrorLock.unlockWrite(stamp);
        }
    }

    /**
     * Opens the one reader of a ring buffer.
     *
     * @throws UnsupportedOperationException when the map is none
     * @throws IllegalStateException while there is another reader
     */
    RingReader openRing() {
        if (type != MapType.RINGBUF) {
            throw new UnsupportedOperationException(this + " is no ring buffer");
        } else if (!ringRead.compareAndSet(false, true)) {
            throw new IllegalStateException(this + " has a reader already; close that one first");
        }
        try {
            int number = fd.acquire();
            try {
                return MappedRing.open(
                        number, info.maxEntries(), "ring " + name, () -> ringRead.set(false));
            } finally {
                fd.release();
            }
        } catch (RuntimeException e) {
            ringRead.set(false);
            throw e;
        }
    }

    /** The values of an array in shared memory. */
    ByteBuffer memory() {
        if (type != MapType.ARRAY || (info.flags() & MMAPABLE) == 0) {
            throw new UnsupportedOperationException(
                    this + " is no array that was declared with BPF_F_MMAPABLE");
        }
        int number = fd.acquire();
        try {
            return MappedArray.map(
                    number, Math.multiplyExact(info.valueSize() + 7 & ~7, maxEntries()), name);
        } finally {
            fd.release();
        }
    }

    @Override
    public String toString() {
        return "map " + name + " (id " + info.id() + ")";
    }
}
