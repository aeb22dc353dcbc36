package org.vibrissa.fleet.internal.wire;

import java.time.Duration;

/**
 * What one side may ask of the other.
 *
 * @param bodyBytes largest body between members
 * @param strangerBytes largest body of a client without a certificate
 * @param handshakeMillis longest TLS handshake
 * @param requestMillis longest time from a request's first byte to its last
 * @param idleMillis longest silence between requests
 * @param lateMillis how long an answer is waited for after its caller has given up
 * @param writeMillis longest time for an answer to be read
 * @param connections most clients at once
 * @param strangers most clients at once that have not shown a certificate
 * @param strangersPerHost the same from one address
 * @param perPeer most calls at once of or to one member
 */
public record WireLimits(
        int bodyBytes,
        int strangerBytes,
        long handshakeMillis,
        long requestMillis,
        long idleMillis,
        long lateMillis,
        long writeMillis,
        int connections,
        int strangers,
        int strangersPerHost,
        int perPeer) {
    public static final WireLimits DEFAULT =
            new WireLimits(
                    1 << 20, 64 << 10, 10_000, 10_000, 60_000, 10_000, 10_000, 2048, 256, 16, 8);

    public WireLimits withHandshake(Duration longest) {
        return new WireLimits(
                bodyBytes,
                strangerBytes,
                longest.toMillis(),
                requestMillis,
                idleMillis,
                lateMillis,
                writeMillis,
                connections,
                strangers,
                strangersPerHost,
                perPeer);
    }
}
