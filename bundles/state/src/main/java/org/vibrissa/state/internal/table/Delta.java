package org.vibrissa.state.internal.table;

import java.util.Optional;

/**
 * What became of one key since a watch last delivered it.
 *
 * @param before what was delivered last, or null
 * @param after what is there now, or null; never both null
 */
public record Delta<K, V>(K key, V before, V after) {
    public Optional<V> old() {
        return Optional.ofNullable(before);
    }

    public Optional<V> now() {
        return Optional.ofNullable(after);
    }
}
