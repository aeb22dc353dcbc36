package org.vibrissa.state;

/**
 * One row's change as a watcher sees it.
 *
 * @param type what happened since this watcher last heard of the row
 * @param value the row now; when deleted the row as this watcher last saw it
 */
public record RowChange<K, V>(ChangeType type, K key, V value) {}
