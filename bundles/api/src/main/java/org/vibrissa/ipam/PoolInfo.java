package org.vibrissa.ipam;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.vibrissa.net.IpPrefix;

/**
 * A pool as declared, with defaults filled in.
 *
 * @param name the resource's name
 * @param networks its networks, in the order of the declaration
 * @param gateways one per network, in their order: the declared one, otherwise the network's first
 *     address
 * @param reserved never handed out
 * @param quarantine how long a released address rests
 */
public record PoolInfo(
        String name,
        List<IpPrefix> networks,
        List<InetAddress> gateways,
        List<IpPrefix> reserved,
        Duration quarantine) {
    public PoolInfo {
        networks = List.copyOf(networks);
        gateways = List.copyOf(gateways);
        reserved = List.copyOf(reserved);
    }
}
