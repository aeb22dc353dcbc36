package org.vibrissa.netlink;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Where a route sends.
 *
 * @param gateway the next router; of either family for an IPv4 route
 * @param interfaceIndex the device; 0 to let the kernel find it
 * @param onlink whether the gateway is on the link although no prefix says so
 * @param weight share among several, 1 to 256
 */
public record NextHop(
        Optional<InetAddress> gateway, int interfaceIndex, boolean onlink, int weight) {

    /** Checks the weight. */
    public NextHop {
        if (weight < 1 || weight > 256) {
            throw new IllegalArgumentException("next hop weight must be 1 to 256, not " + weight);
        }
    }

    /** Straight onto a device. */
    public static NextHop dev(int interfaceIndex) {
        return new NextHop(Optional.empty(), interfaceIndex, false, 1);
    }

    /** By a gateway on a device. */
    public static NextHop via(InetAddress gateway, int interfaceIndex) {
        return new NextHop(Optional.of(gateway), interfaceIndex, false, 1);
    }

    /** The same, with the gateway taken as on the link. */
    public NextHop asOnlink() {
        return new NextHop(gateway, interfaceIndex, true, weight);
    }

    /** The same with this weight. */
    public NextHop withWeight(int value) {
        return new NextHop(gateway, interfaceIndex, onlink, value);
    }
}
