package org.vibrissa.state;

/** What happened to a resource or a row since a watcher last heard of it. */
public enum ChangeType {
    ADDED,
    MODIFIED,
    DELETED
}
