package org.vibrissa.state;

import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** A table's content at one revision. Immutable. */
@ProviderType
public interface TableSnapshot<K, V> extends Iterable<Map.Entry<K, V>> {
    /** Grows by one with each change, which may touch many rows. */
    long revision();

    /** Whether every writer has said that its rows are complete. */
    boolean initialised();

    Optional<V> get(K key);

    int size();
}
