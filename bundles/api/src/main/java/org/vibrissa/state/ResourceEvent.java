package org.vibrissa.state;

/**
 * One change as a watcher sees it.
 *
 * @param type what happened since this watcher last heard of the resource
 * @param resource as it is now; when deleted as this watcher last saw it
 */
public record ResourceEvent(ChangeType type, Resource resource) {}
