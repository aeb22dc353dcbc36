package org.vibrissa.node;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.net.MacAddress;

/**
 * Another host as this one sees it. Immutable.
 *
 * @param name the Node resource's name
 * @param id its number in the kernel's tables, unsigned, not 0; the same on every host
 * @param addresses its underlay addresses, at most one of each family, the preferred first
 * @param prefixes where its endpoints live
 * @param group the name of its path group
 * @param vtepMac set for a foreign tunnel endpoint: destination MAC of inner frames to it
 */
public record Peer(
        String name,
        int id,
        List<InetAddress> addresses,
        List<IpPrefix> prefixes,
        String group,
        Optional<MacAddress> vtepMac) {
    public Peer {
        addresses = List.copyOf(addresses);
        prefixes = List.copyOf(prefixes);
    }
}
