package org.vibrissa.metrics.internal.http;

/**
 * What a client may cost.
 *
 * @param connections at a time; one more is turned away
 * @param requestBytes of a request's body, which none needs
 * @param idleSeconds after which a silent client, or one that does not read, is closed
 */
record ServerLimits(int connections, int requestBytes, int idleSeconds) {
    static final ServerLimits DEFAULT = new ServerLimits(64, 1024, 120);
}
