package org.vibrissa.policy.reference;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vibrissa.identity.Labels;
import org.vibrissa.policy.internal.rule.Direction;

/**
 * The first packet of a flow at one end.
 *
 * @param subject labels of the end that is asked whether it lets the packet through
 * @param ofHost whether that end is a host
 * @param peer labels of the other end; those of the world for an address outside
 * @param address of the other end, where rules by prefix are to be judged
 * @param protocol number in the IP header
 * @param port destination port, or ICMP type; 0 for protocols without
 * @param ports names that the receiving end gives its ports, as {@code TCP/http}
 */
public record Question(
        Labels subject,
        boolean ofHost,
        Direction direction,
        Labels peer,
        Optional<InetAddress> address,
        int protocol,
        int port,
        Map<String, Set<Integer>> ports) {
    public Question {
        ports = Map.copyOf(ports);
    }
}
