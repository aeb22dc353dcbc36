package org.vibrissa.hubble.internal.relay;

/**
 * How long is waited for what, ns.
 *
 * @param sorting how long a flow waits for older ones of other nodes, when flows are followed
 * @param answering how long for a node that says nothing, when the past is asked for
 * @param firstRetry before a node that went is asked again; doubled each time
 * @param lastRetry the longest of these
 */
record Waits(long sorting, long answering, long firstRetry, long lastRetry) {
    /** As Hubble's relay sorts; nodes are asked again sooner. */
    static Waits usual() {
        return new Waits(1_000_000_000L, 5_000_000_000L, 500_000_000L, 30_000_000_000L);
    }
}
