package org.vibrissa.policy.internal.rule;

import java.util.List;
import java.util.Optional;

/**
 * One rule: it matches a packet when one of the peers and one of the port matches do.
 *
 * @param origin where it is written
 * @param direction of the first packet of a flow, seen from the selected endpoint
 * @param deny whether what matches is refused
 * @param peers none = it matches nobody
 * @param ports none = it matches nothing; {@link PortMatch#everything()} = no restriction
 * @param waitsFor the bundle without which an allow rule matches nothing (fail closed), such as
 *     {@code proxy}; empty for a rule that is whole
 */
public record Rule(
        Origin origin,
        Direction direction,
        boolean deny,
        List<Peer> peers,
        List<PortMatch> ports,
        Optional<String> waitsFor) {
    public Rule {
        peers = List.copyOf(peers);
        ports = List.copyOf(ports);
    }
}
