package org.vibrissa.state;

import java.util.Collection;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** One source's way to write to a table. Writes are visible when the call returns. */
@ProviderType
public interface TableWriter<K, V> extends AutoCloseable {
    Table<K, V> table();

    /** Adds or replaces one row; an equal row is no change. */
    void put(K key, V row);

    /** Removes one row; an absent one is no change. */
    void remove(K key);

    /** Puts and removes in one step: no snapshot has only a part. */
    void update(Map<K, V> puts, Collection<K> removes);

    /** Makes the rows exactly these in one step; equal rows are no change. */
    void replaceAll(Map<K, V> rows);

    /** Says that this source's rows are complete. Idempotent. */
    void initialised();

    /** Ends this writer; its rows stay, for the one that comes after it. */
    @Override
    void close();
}
