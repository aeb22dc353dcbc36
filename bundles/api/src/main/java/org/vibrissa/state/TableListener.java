package org.vibrissa.state;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Follows a table; called on its watch's own thread, one call at a time. An exception is logged and
 * the watch goes on.
 */
@ConsumerType
public interface TableListener<K, V> {
    /**
     * Rows changed; the first call has everything that exists, as {@link ChangeType#ADDED}.
     *
     * @param changes at most one per key, never empty
     * @param now a snapshot that contains them
     */
    void changed(List<RowChange<K, V>> changes, TableSnapshot<K, V> now);

    /** The table is complete and all its rows were delivered; pruning is safe now. Called once. */
    default void initialised() {}
}
