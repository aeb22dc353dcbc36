package org.vibrissa.policy.internal.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.vibrissa.policy.internal.rule.PortMatch;
import org.vibrissa.policy.internal.rule.Protocol;

/**
 * Which numbers names of ports stand for. A name is the receiving endpoint's: toward an endpoint
 * its own names count, from it those of all endpoints that are known here.
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

    /** The names of all of these. */
    static NamedPorts union(Collection<NamedPorts> all) {
        Map<Name, Set<Integer>> union = new HashMap<>();
        for (NamedPorts each : all) {
            each.numbers.forEach(
                    (name, ports) ->
                            union.computeIfAbsent(name, n -> new HashSet<>()).addAll(ports));
        }
        return union.isEmpty() ? NONE : new NamedPorts(union);
    }

    /** The numbers of a name; none where nobody defines it. */
    public Set<Integer> of(PortMatch.Named named) {
        return numbers.getOrDefault(new Name(named.protocol(), named.name()), Set.of());
    }
}
