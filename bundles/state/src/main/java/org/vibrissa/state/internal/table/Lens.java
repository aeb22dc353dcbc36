package org.vibrissa.state.internal.table;

import java.util.Collection;
import java.util.Optional;

/**
 * How a watch looks at the snapshots of a board.
 *
 * @param <S> the snapshots
 * @param <K> the keys of what changes
 * @param <V> what is delivered
 */
public interface Lens<S, K, V> {
    /** Whether this watch cares for a key. */
    boolean covers(K key);

    Optional<V> find(S snapshot, K key);

    /** All covered keys of a snapshot, in the order in which they are delivered first. */
    Collection<K> keys(S snapshot);

    /** Whether going from one to the other is nothing to deliver. */
    boolean same(V before, V after);

    boolean initialised(S snapshot);
}
