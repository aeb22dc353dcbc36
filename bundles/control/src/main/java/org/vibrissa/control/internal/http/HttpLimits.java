package org.vibrissa.control.internal.http;

/**
 * What one client may use.
 *
 * @param bodyBytes largest request body
 * @param headerBytes all header lines together
 * @param lineBytes the request line
 * @param idleMillis longest silence between requests
 * @param requestMillis longest time from a request's first byte to its last
 * @param connections most clients at once
 */
public record HttpLimits(
        int bodyBytes,
        int headerBytes,
        int lineBytes,
        long idleMillis,
        long requestMillis,
        int connections) {
    public static final HttpLimits DEFAULT =
            new HttpLimits(8 << 20, 16 << 10, 8 << 10, 60_000, 30_000, 4096);
}
