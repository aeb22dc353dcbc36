package org.vibrissa.routing.internal;

import java.net.InetAddress;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.netlink.NextHop;

/**
 * One way to a peer.
 *
 * @param ifindex the underlay device
 * @param device its name
 * @param next the neighbour to send to
 * @param onlink whether the neighbour is on the link although no prefix says so
 * @param weight share among several
 * @param mtu bytes of IP
 */
record Way(int ifindex, String device, InetAddress next, boolean onlink, int weight, int mtu) {
    NextHop hop() {
        NextHop hop = NextHop.via(next, ifindex).withWeight(weight);
        return onlink ? hop.asOnlink() : hop;
    }

    /** As {@code ip route} writes it. */
    @Override
    public String toString() {
        return "via " + IpAddresses.format(next) + " dev " + device;
    }
}
