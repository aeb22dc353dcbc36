package org.vibrissa.state;

import org.osgi.annotation.versioning.ProviderType;

/** Rows by key: read as immutable snapshots, followed by a watch. */
@ProviderType
public interface Table<K, V> {
    TableId<K, V> id();

    /** The content now. Constant time. */
    TableSnapshot<K, V> snapshot();

    /**
     * Follows the table: what exists, the initialised signal, then changes, coalesced to the latest
     * one per key for a slow listener.
     *
     * @param name the thread's name
     */
    Subscription watch(String name, TableListener<K, V> listener);
}
