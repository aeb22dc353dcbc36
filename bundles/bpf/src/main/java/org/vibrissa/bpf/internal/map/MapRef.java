package org.vibrissa.bpf.internal.map;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.vibrissa.bpf.Access;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.Codec;
import org.vibrissa.bpf.NotGrantedException;
import org.vibrissa.bpf.RingReader;

/** One user's hold on a map: ends with the user's object, link or bundle. Thread-safe. */
public final class MapRef implements AutoCloseable {
    private final MapTable table;
    private final KernelMap map;
    private final Access access;
    private final String user;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicReference<RingReader> ring = new AtomicReference<>();

    MapRef(MapTable table, KernelMap map, Access access, String user) {
        this.table = table;
        this.map = map;
        this.access = access;
        this.user = user;
    }

    /**
     * The map.
     *
     * @throws IllegalStateException when this hold has ended
     */
    public KernelMap map() {
        if (closed.get()) {
            throw new IllegalStateException(
                    map + " is no longer " + user + "'s: its object was closed or it stopped");
        }
        return map;
    }

    /**
     * The map, for a write.
     *
     * @throws NotGrantedException when the user may only read
     */
    public KernelMap writable() {
        if (access != Access.WRITE) {
            throw new NotGrantedException(
                    map.name(),
                    Grants.header(map.name(), Access.WRITE),
                    user
                            + " may only read "
                            + map
                            + "; to write, add the header "
                            + Grants.header(map.name(), Access.WRITE));
        }
        return map();
    }

    /** Whether this hold has ended. */
    public boolean closed() {
        return closed.get();
    }

    public Access access() {
        return access;
    }

    public String user() {
        return user;
    }

    /** Another hold on the same map. */
    public MapRef share(Access wanted, String newUser) {
        return table.share(map(), wanted, newUser);
    }

    /** A typed view, after comparison of the codecs with the map's BTF. */
    public <K, V> BpfMap<K, V> typed(Codec<K> key, Codec<V> value) {
        KernelMap m = map();
        String who = "Java (" + user + ")";
        LayoutCheck.require(
                "key of map " + m.name(), who, key.layout(), "kernel", m.keyLayout(), m.keySize());
        LayoutCheck.require(
                "value of map " + m.name(),
                who,
                value.layout(),
                "kernel",
                m.valueLayout(),
                m.valueSize());
        return new TypedMap<>(this, key, value);
    }

    /** The reader of a ring buffer; it is closed with this hold at the latest. */
    RingReader ring() {
        RingReader opened = writable().openRing();
        ring.set(opened);
        if (closed.get()) {
            opened.close();
            throw new IllegalStateException(map + " is no longer " + user + "'s");
        }
        return opened;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            RingReader last = ring.get();
            if (last != null) {
                last.close();
            }
            table.release(this, map);
        }
    }
}
