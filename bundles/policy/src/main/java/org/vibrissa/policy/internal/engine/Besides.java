package org.vibrissa.policy.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vibrissa.policy.internal.rule.Direction;
import org.vibrissa.policy.internal.rule.Entity;
import org.vibrissa.policy.internal.rule.Origin;
import org.vibrissa.policy.internal.rule.Peer;
import org.vibrissa.policy.internal.rule.PolicyName;
import org.vibrissa.policy.internal.rule.PortMatch;
import org.vibrissa.policy.internal.rule.Protocol;
import org.vibrissa.policy.internal.rule.Rule;

/** What holds beside policies, unless one of their rules denies it. */
final class Besides {
    private final List<NumberedRule> toEndpoints;
    private final List<NumberedRule> toHost;

    /** Follows whom it means from now on. */
    Besides(SelectionCache cache, HostPaths paths) {
        toEndpoints =
                List.of(
                        rule(
                                cache,
                                RuleBook.FROM_HOST,
                                Direction.INGRESS,
                                Entity.HOST,
                                PortMatch.everything()));
        List<NumberedRule> tunnels = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            for (int port : paths.tunnelPorts()) {
                tunnels.add(
                        rule(
                                cache,
                                RuleBook.HOST_PATHS,
                                direction,
                                Entity.REMOTE_NODE,
                                PortMatch.one(Protocol.UDP, port)));
            }
        }
        toHost = List.copyOf(tunnels);
    }

    private static NumberedRule rule(
            SelectionCache cache, int number, Direction direction, Entity peer, PortMatch ports) {
        Peer kind = new Peer.Kind(peer);
        Origin origin = new Origin(new PolicyName("configuration", "", "policy", -1), "", "", 0);
        return new NumberedRule(
                number,
                new Rule(origin, direction, false, List.of(kind), List.of(ports), Optional.empty()),
                List.of(cache.retain(kind)));
    }

    List<NumberedRule> of(SetKey.Flags flags) {
        List<NumberedRule> rules = new ArrayList<>();
        if (flags.fromHost()) {
            rules.addAll(toEndpoints);
        }
        if (flags.host().isPresent()) {
            rules.addAll(toHost);
        }
        return rules;
    }

    /** Follows nobody any more. */
    void end(SelectionCache cache) {
        toEndpoints.forEach(rule -> rule.selections().forEach(cache::release));
        toHost.forEach(rule -> rule.selections().forEach(cache::release));
    }
}
