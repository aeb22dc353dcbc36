package org.vibrissa.state;

/**
 * Names a table and its types. Declared as a constant in the API package of whoever defines the
 * rows.
 *
 * @param name unique among all tables, such as {@code endpoints}
 * @param keyType class of the keys: immutable, with equals and hashCode
 * @param rowType class of the rows: immutable, with equals
 */
public record TableId<K, V>(String name, Class<K> keyType, Class<V> rowType) {}
