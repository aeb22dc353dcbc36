package org.vibrissa.policy.internal.engine;

import org.vibrissa.policy.internal.rule.Direction;

/**
 * The names of ports that hold for an endpoint.
 *
 * @param own of the endpoint: for rules of ingress
 * @param others of those it may send to: for rules of egress
 */
public record PortNames(NamedPorts own, NamedPorts others) {
    public NamedPorts of(Direction direction) {
        return direction == Direction.INGRESS ? own : others;
    }
}
