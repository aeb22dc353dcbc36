package org.vibrissa.ipam;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * What an owner has.
 *
 * @param owner as in the request
 * @param pool the pool of all its addresses
 * @param addresses IPv4 before IPv6, ascending
 * @param gateways the pool's gateways: at most one of each family of the addresses, IPv4 first
 */
public record Allocation(
        String owner, String pool, List<InetAddress> addresses, List<InetAddress> gateways) {
    public Allocation {
        addresses = List.copyOf(addresses);
        gateways = List.copyOf(gateways);
    }

    /** The gateway for a family. */
    public Optional<InetAddress> gateway(Family family) {
        return gateways.stream().filter(g -> Family.of(g) == family).findFirst();
    }
}
