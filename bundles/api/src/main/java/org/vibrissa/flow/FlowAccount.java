package org.vibrissa.flow;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * The books of one that takes events out of the log: an exporter, or all clients of a server. A
 * service; it appears in {@code vibrissa flows ledger} and in the metrics. It must hold at any time
 * that {@code taken = sent + filtered + dropped + pending}. It begins with its service: what an
 * earlier version of the bundle took is no part of it, and what that one had taken but not settled
 * is taken anew. Accounts of one name, as of two versions side by side, are shown as their sum.
 * Thread safe, quick.
 */
@ConsumerType
public interface FlowAccount {
    /** Such as {@code json:/var/log/flows.json} or {@code ipfix:10.0.0.9:4739}. */
    String name();

    /**
     * One reading of all its figures, taken together.
     *
     * @param taken events of the log that have gone by its cursors, those it lost there included
     * @param sent those that were handed to the file, client or collector
     * @param filtered those that its filters left out
     * @param dropped those that were lost: overwritten in the log, or not taken by the other side
     * @param pending those it holds
     */
    record Reading(long taken, long sent, long filtered, long dropped, long pending) {
        /** The sum of both. */
        public Reading plus(Reading other) {
            return new Reading(
                    taken + other.taken,
                    sent + other.sent,
                    filtered + other.filtered,
                    dropped + other.dropped,
                    pending + other.pending);
        }
    }

    Reading read();
}
