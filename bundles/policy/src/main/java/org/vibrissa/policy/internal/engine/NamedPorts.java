package org.vibrissa.policy.internal.engine;

import java.util.Map;
import java.util.Set;
import org.vibrissa.policy.internal.rule.PortMatch;
import org.vibrissa.policy.internal.rule.Protocol;

/**
 * Which numbers names of ports stand for.
 *
 * @param numbers by protocol and name; what is not there is no port
 */
public record NamedPorts(Map<Name, Set<Integer>> numbers) {
    public static final NamedPorts NONE = new NamedPorts(Map.of());

    /** A name as an endpoint gives it. */
    public record Name(Protocol protocol, String name) {}

    public NamedPorts {
        numbers = Map.copyOf(numbers);
    }

    /** The numbers of a name; none where nobody defines it. */
    public Set<Integer> of(PortMatch.Named named) {
        return numbers.getOrDefault(new Name(named.protocol(), named.name()), Set.of());
    }
}
