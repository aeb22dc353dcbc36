package org.vibrissa.metrics.internal.hubble;

/** One of an event's two ends. */
enum End {
    SOURCE,
    DESTINATION
}
