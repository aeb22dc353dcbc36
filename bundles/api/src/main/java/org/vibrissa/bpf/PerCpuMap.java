package org.vibrissa.bpf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A typed view on a per-CPU map: each key has one value per possible CPU, in order of CPU number.
 *
 * @param <K> key
 * @param <V> value of one CPU
 */
@ProviderType
public interface PerCpuMap<K, V> {
    /** Number of possible CPUs: the length of each value list. */
    int cpus();

    /** The values of a key. */
    Optional<List<V>> get(K key);

    /**
     * Creates or replaces an entry.
     *
     * @param values one per possible CPU
     */
    void put(K key, List<V> values);

    /** Removes an entry of a hash; false when there was none. */
    boolean delete(K key);

    /** Visits all entries by batches. */
    void forEach(BiConsumer<? super K, ? super List<V>> visitor);

    /** A copy of all entries. */
    Map<K, List<V>> entries();

    /** The values of a key folded into one, such as a sum of counters. */
    default Optional<V> fold(K key, BinaryOperator<V> sum) {
        return get(key).flatMap(values -> values.stream().reduce(sum));
    }
}
