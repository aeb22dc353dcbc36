package org.vibrissa.policy.internal.engine;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.policy.internal.rule.Entity;
import org.vibrissa.policy.internal.rule.Peer;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.rule.Selector;

/** The prefixes that must have identities of their own, so that rules can tell their addresses. */
public final class NeededPrefixes {
    private NeededPrefixes() {}

    /** Those that rules name, with their exceptions, and a whole family where a rule means one. */
    public static Set<IpPrefix> of(Stream<Policy> policies) {
        Set<IpPrefix> needed = new HashSet<>();
        policies.flatMap(policy -> policy.rules().stream())
                .flatMap(rule -> rule.peers().stream())
                .forEach(
                        peer -> {
                            if (peer instanceof Peer.Prefix prefix) {
                                needed.add(prefix.prefix().network());
                                prefix.except().forEach(each -> needed.add(each.network()));
                            } else if (peer instanceof Peer.Kind kind) {
                                family(kind.entity()).ifPresent(needed::add);
                            }
                        });
        return needed;
    }

    /** Whether a rule tells hosts apart by label. */
    public static boolean hosts(Stream<Policy> policies) {
        return policies.flatMap(policy -> policy.rules().stream())
                .flatMap(rule -> rule.peers().stream())
                .anyMatch(
                        peer ->
                                peer instanceof Peer.Nodes nodes
                                        && !nodes.selector().equals(Selector.ALL));
    }

    private static Optional<IpPrefix> family(Entity entity) {
        return switch (entity) {
            case WORLD_IPV4 -> Optional.of(IpPrefix.any(false));
            case WORLD_IPV6 -> Optional.of(IpPrefix.any(true));
            default -> Optional.empty();
        };
    }
}
