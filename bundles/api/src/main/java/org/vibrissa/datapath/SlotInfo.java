package org.vibrissa.datapath;

/**
 * One occupied slot of one chain.
 *
 * @param chain the chain
 * @param slot the slot number, 0..31
 * @param stage the program's name in C
 * @param owner symbolic name of the holding bundle; empty for a released slot (no-op)
 * @param version the holder's bundle version; empty for a released slot
 * @param programId the kernel's program id
 * @param hits packets that entered the stage since the counters were made
 * @param writeNanos how long the map update took that put it in force, ns; 0 when an earlier daemon
 *     did
 * @param nanosPerPacket mean cost of sampled packets, ns; 0 when none was sampled yet
 */
public record SlotInfo(
        Chain chain,
        int slot,
        String stage,
        String owner,
        String version,
        int programId,
        long hits,
        long writeNanos,
        double nanosPerPacket) {}
