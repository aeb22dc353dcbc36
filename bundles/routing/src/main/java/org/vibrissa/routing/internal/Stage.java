package org.vibrissa.routing.internal;

import java.util.List;
import java.util.Map;
import org.vibrissa.node.ForwardMode;

/** The stage that forwards natively. Not thread safe. */
interface Stage {
    /** Whether the stage of an earlier daemon or version of this bundle is in force. */
    boolean inherited();

    /**
     * Puts it in force unless it is. The maps are those of an earlier daemon or version, with what
     * they hold.
     *
     * @throws org.vibrissa.datapath.ClaimRefused when the pipeline does not take it
     */
    void claim();

    /** These nodes' ways for IPv6 packets by the node's number, and no others'. */
    void waysOfIpv6(Map<Integer, List<Way>> wanted);

    /** Since the counters were made. */
    ForwardMode.Traffic traffic();

    /** Gives the slot back; maps and counters go. */
    void release();
}
