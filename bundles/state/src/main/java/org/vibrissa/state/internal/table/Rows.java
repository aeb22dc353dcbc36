package org.vibrissa.state.internal.table;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.vibrissa.state.TableSnapshot;

/** A table at one revision. */
record Rows<K, V>(PersistentMap<K, V> map, long revision, boolean initialised)
        implements TableSnapshot<K, V> {
    @Override
    public Optional<V> get(K key) {
        return map.get(key);
    }

    @Override
    public int size() {
        return map.size();
    }

    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
        return map.iterator();
    }

    Rows<K, V> with(PersistentMap<K, V> next) {
        return next == map ? this : new Rows<>(next, revision + 1, initialised);
    }

    Rows<K, V> complete() {
        return initialised ? this : new Rows<>(map, revision + 1, true);
    }
}
