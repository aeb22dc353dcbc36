package org.vibrissa.state;

/**
 * How the store is.
 *
 * @param initialised whether the content was read and can be trusted
 * @param writable whether applies are taken
 * @param reason why it is not initialised or not writable, with the way out; empty otherwise
 * @param generation the number of the snapshot in use, 0 when none
 * @param revision the last durable change
 * @param resources how many are stored
 * @param logBytes size of the write-ahead log
 * @param listenerFailures how many calls to listeners ended in an exception since the start
 */
public record StoreHealth(
        boolean initialised,
        boolean writable,
        String reason,
        long generation,
        long revision,
        int resources,
        long logBytes,
        long listenerFailures) {}
