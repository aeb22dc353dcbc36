package org.vibrissa.bpf;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A typed view on a live map. A look-up is one system call (about 1 us); use the batch operations
 * for many entries. Safe for use by any thread. On a per-CPU map use {@link #perCpu()}, on a
 * PROG_ARRAY {@link #progArray()}: the value methods here throw {@link
 * UnsupportedOperationException} there.
 *
 * @param <K> key
 * @param <V> value
 */
@ProviderType
public interface BpfMap<K, V> {
    /** The map's name, id, kind and sizes. */
    MapInfo info();

    /** What this view may do. */
    Access access();

    /** The value of a key. */
    Optional<V> get(K key);

    /**
     * Creates or replaces an entry.
     *
     * @throws MapFullException when there is no room
     */
    void put(K key, V value);

    /**
     * Writes under a condition.
     *
     * @return false when {@code mode} was not met: {@link PutMode#NOEXIST} and the key is there, or
     *     {@link PutMode#EXIST} and it is not
     * @throws MapFullException when there is no room
     */
    boolean put(K key, V value, PutMode mode);

    /** Removes an entry; false when there was none. */
    boolean delete(K key);

    /**
     * Visits all entries by batches. Entries created or deleted meanwhile may or may not be seen;
     * an entry that is there throughout is seen at least once, in a hash map under heavy change
     * possibly twice.
     */
    void forEach(BiConsumer<? super K, ? super V> visitor);

    /** A copy of all entries, in no order. Arrays give every index. */
    Map<K, V> entries();

    /**
     * Writes many entries by batches.
     *
     * @throws MapFullException when there is no room; earlier entries stay written
     */
    void putAll(Map<? extends K, ? extends V> entries);

    /** Removes many entries by batches; keys that are not there are skipped. */
    int deleteAll(Collection<? extends K> keys);

    /** Removes every entry of a hash or trie; returns how many. */
    int clear();

    /**
     * The view on a per-CPU map.
     *
     * @throws UnsupportedOperationException when the map is not per CPU
     */
    PerCpuMap<K, V> perCpu();

    /**
     * The view on a program array.
     *
     * @throws UnsupportedOperationException when the map is none
     */
    ProgArray progArray();

    /**
     * Opens the one reader of a ring buffer. Close it to stop reading; it is closed when the map's
     * object is.
     *
     * @throws UnsupportedOperationException when the map is no ring buffer
     * @throws NotGrantedException when this view may only read: reading a ring consumes it
     * @throws IllegalStateException while another reader is open in this daemon
     */
    RingReader ring();

    /**
     * The values of an array, in memory that is shared with the kernel: read and written without a
     * system call. The map must have been declared with {@code BPF_F_MMAPABLE}. Values follow each
     * other, each rounded up to 8 bytes, in native order. The memory stays mapped for as long as
     * the buffer or a view of it is in use, whatever becomes of the map.
     *
     * @throws UnsupportedOperationException when the map is no such array
     * @throws NotGrantedException when this view may only read
     */
    default ByteBuffer memory() {
        throw new UnsupportedOperationException(info().name() + " cannot be mapped");
    }
}
