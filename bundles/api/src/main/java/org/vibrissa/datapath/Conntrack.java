package org.vibrissa.datapath;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The flows the datapath tracks. Read from the kernel at each call. Thread safe. */
@ProviderType
public interface Conntrack {
    /**
     * One flow, source is its initiator.
     *
     * @param protocol IP protocol number
     * @param state as shown: {@code SYN_SENT}, {@code ESTABLISHED}, {@code CLOSING}, ...
     * @param expiresIn zero when expired and not yet collected
     * @param forwardPackets sent by the initiator
     * @param replyPackets sent by the other side
     * @param forwardBytes bytes of frames sent by the initiator
     * @param replyBytes bytes of frames sent by the other side
     */
    record Flow(
            InetAddress source,
            int sourcePort,
            InetAddress destination,
            int destinationPort,
            int protocol,
            String state,
            Duration expiresIn,
            long forwardPackets,
            long replyPackets,
            long forwardBytes,
            long replyBytes,
            int sourceIdentity,
            int destinationIdentity) {}

    /** At most {@code limit} flows, in no order. */
    List<Flow> list(int limit);

    /** Flows now in the tables, expired ones included until collected. */
    long size();

    /** Most flows the tables hold, both families together. */
    long capacity();

    /** Removes the flows of one address, or of all when absent; returns how many. */
    long flush(java.util.Optional<InetAddress> address);
}
