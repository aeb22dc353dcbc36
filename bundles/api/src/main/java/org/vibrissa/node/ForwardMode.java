package org.vibrissa.node;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A way to carry packets to other hosts, registered as a service by the bundle that owns the
 * stages. Methods may block for some 100 ms and are called by one thread at a time.
 */
@ConsumerType
public interface ForwardMode {
    /** {@code vxlan}, {@code geneve}, {@code native} or a vendor's, as written in a PathGroup. */
    String name();

    /** The forward slot, {@link org.vibrissa.datapath.Slots#FORWARD_VXLAN} and above. */
    int slot();

    /**
     * Bytes that a packet grows by.
     *
     * @param outerIpv6 whether the underlay is IPv6
     */
    int overhead(boolean outerIpv6);

    /**
     * What keeps this host from carrying packets to these peers in this mode, each a sentence that
     * names the kernel feature, device or route; empty when nothing does. Changes nothing.
     */
    List<String> check(List<Peer> peers);

    /**
     * Makes the host ready to send to and receive from these peers: stages claimed, devices made,
     * peers in the maps. Idempotent; called again whenever the peers change. Packets keep their
     * path until {@link org.vibrissa.datapath.Paths#setGroup}.
     *
     * @throws IllegalStateException naming what could not be done; what was ready stays so
     */
    void prepare(List<Peer> peers);

    /** No group uses the mode any more: takes back what {@link #prepare} did. Idempotent. */
    void retire();

    /** What went through since the stages were claimed. */
    Traffic traffic();

    /**
     * Sums over the CPUs.
     *
     * @param sentPackets packets this mode has sent
     * @param sentBytes their bytes, tunnel headers not counted
     * @param receivedPackets packets it has received, 0 where a mode cannot tell
     * @param receivedBytes their bytes, tunnel headers not counted
     */
    record Traffic(long sentPackets, long sentBytes, long receivedPackets, long receivedBytes) {}
}
