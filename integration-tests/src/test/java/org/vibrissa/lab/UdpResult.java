package org.vibrissa.lab;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What became of a numbered UDP stream.
 *
 * @param sent datagrams that the sender's kernel took
 * @param sendErrors sends that the sender's kernel refused
 * @param received datagrams that arrived, duplicates too
 * @param lost numbers that never arrived
 * @param duplicated arrivals of a number that had arrived
 * @param reordered arrivals after a higher number
 * @param socketDrops overflow of the receiving socket: the receiver's fault, not the path's
 * @param worstGapMs longest time between two arrivals
 */
public record UdpResult(
        long sent,
        long sendErrors,
        long received,
        long lost,
        long duplicated,
        long reordered,
        long socketDrops,
        double worstGapMs) {
    static UdpResult of(JsonNode sender, JsonNode receiver) {
        long sent = sender.path("sent").asLong();
        return new UdpResult(
                sent,
                sender.path("errors").asLong(),
                receiver.path("received").asLong(),
                sent - receiver.path("unique").asLong(),
                receiver.path("duplicated").asLong(),
                receiver.path("reordered").asLong(),
                receiver.path("socket_drops").asLong(),
                receiver.path("worst_gap_ms").asDouble());
    }

    /** Fails unless at least {@code atLeast} were sent and each arrived once, in order. */
    public void expectPerfect(long atLeast) {
        if (sent < atLeast) {
            throw new AssertionError("only " + sent + " sent, fewer than " + atLeast + ": " + this);
        }
        if (lost != 0 || duplicated != 0 || reordered != 0 || sendErrors != 0) {
            throw new AssertionError("not every datagram arrived once and in order: " + this);
        }
    }

    /** Fails unless at least {@code atLeast} were sent and none arrived. */
    public void expectNothing(long atLeast) {
        if (sent < atLeast) {
            throw new AssertionError("only " + sent + " sent, fewer than " + atLeast + ": " + this);
        }
        if (received != 0) {
            throw new AssertionError("something came through: " + this);
        }
    }
}
