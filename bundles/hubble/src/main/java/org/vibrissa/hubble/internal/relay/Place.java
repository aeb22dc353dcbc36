package org.vibrissa.hubble.internal.relay;

import com.google.protobuf.util.Timestamps;
import java.util.UUID;
import org.vibrissa.hubble.proto.flow.Flow;
import org.vibrissa.hubble.proto.observer.GetFlowsResponse;

/**
 * How far a node's flows were told, by the names of its events: they hold the boot and the sequence
 * (see {@link org.vibrissa.hubble.internal.message.EventUuid}). So that nothing is told twice, nor
 * left out, when the node is asked again. For one thread.
 */
final class Place {
    private static final int NAMED_BY_SEQUENCE = 8;
    private static final long SEQUENCE = 0x3fff_ffff_ffff_ffffL;

    /** Events of several CPUs are not strictly in the order of their time. */
    private static final long SLACK_NANOS = 1_000_000_000L;

    private long boot;
    private long sequence = -1;
    private long nanos;

    /** Whether any flow was told. */
    boolean known() {
        return nanos != 0;
    }

    /** The time to ask from so that none is missed: some that were told come again. */
    long since() {
        return nanos - SLACK_NANOS;
    }

    /** Whether this flow is behind the place; then it is the place. */
    boolean advance(GetFlowsResponse response) {
        UUID uuid = uuid(response.getFlow());
        long time = nanos(response);
        if (uuid == null) {
            if (time < nanos) {
                return false;
            }
            nanos = time;
            return true;
        }
        long next = uuid.getLeastSignificantBits() & SEQUENCE;
        boolean told = uuid.getMostSignificantBits() == boot && next <= sequence;
        if (told) {
            return false;
        }
        boot = uuid.getMostSignificantBits();
        sequence = next;
        nanos = Math.max(nanos, time);
        return true;
    }

    /**
     * Events that were overwritten since.
     *
     * @param oldest what the node still has
     */
    long missedBefore(GetFlowsResponse oldest) {
        UUID uuid = uuid(oldest.getFlow());
        if (uuid == null || sequence < 0 || uuid.getMostSignificantBits() != boot) {
            return 0;
        }
        long first = uuid.getLeastSignificantBits() & SEQUENCE;
        return Math.max(0, first - sequence - 1);
    }

    private static long nanos(GetFlowsResponse response) {
        return Timestamps.toNanos(response.getTime());
    }

    /** Null when it is not named by its sequence. */
    private static UUID uuid(Flow flow) {
        if (flow.getUuid().length() != 36) {
            return null;
        }
        UUID uuid = UUID.fromString(flow.getUuid());
        return uuid.version() == NAMED_BY_SEQUENCE ? uuid : null;
    }
}
