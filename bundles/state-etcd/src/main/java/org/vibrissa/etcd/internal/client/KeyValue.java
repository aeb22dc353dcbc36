package org.vibrissa.etcd.internal.client;

/**
 * A key with what etcd has there.
 *
 * @param value empty when it was deleted
 * @param modified the revision of the last change, of the delete itself when deleted
 * @param lease what it goes with; 0 when none
 */
public record KeyValue(String key, String value, long modified, long lease, boolean deleted) {}
