package org.vibrissa.policy.internal.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vibrissa.identity.Identity;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.LabelSource;
import org.vibrissa.identity.Labels;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.policy.internal.rule.Direction;
import org.vibrissa.policy.internal.rule.Origin;
import org.vibrissa.policy.internal.rule.Peer;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.rule.PolicyName;
import org.vibrissa.policy.internal.rule.PortMatch;
import org.vibrissa.policy.internal.rule.Requirement;
import org.vibrissa.policy.internal.rule.Rule;
import org.vibrissa.policy.internal.rule.Selector;
import org.vibrissa.state.ResourceKey;

/** Short ways to write policies in tests. */
final class Made {
    private Made() {}

    static Labels labels(String... texts) {
        return Labels.parse(List.of(texts));
    }

    static Identity identity(int number, String... labels) {
        return new Identity(number, labels(labels));
    }

    static Identity prefix(int number, String cidr) {
        return new Identity(
                number, Labels.of(Label.cidr(IpPrefix.parse(cidr)), Label.reserved("world")));
    }

    static Subject endpoint(String... labels) {
        return new Subject(labels(labels), false, false, NamedPorts.NONE);
    }

    static Requirement.Key key(String name) {
        return new Requirement.Key(LabelSource.ANY, name);
    }

    /** {@code a=b}. */
    static Selector selector(String... pairs) {
        return new Selector(
                Arrays.stream(pairs)
                        .map(pair -> pair.split("=", 2))
                        .<Requirement>map(pair -> new Requirement.In(key(pair[0]), Set.of(pair[1])))
                        .toList());
    }

    static Peer peer(String... pairs) {
        return new Peer.Endpoints(selector(pairs));
    }

    static ResourceKey document(String name) {
        return new ResourceKey("CiliumNetworkPolicy", "default", name);
    }

    /** A policy that grows rule by rule. */
    static final class Draft {
        private final PolicyName name;
        private final Selector subject;
        private final List<Rule> rules = new ArrayList<>();
        private Set<Direction> defaultDeny = Set.of(Direction.INGRESS);
        private boolean audit;
        private boolean ofNodes;

        Draft(String name, String... subject) {
            this.name = new PolicyName("CiliumNetworkPolicy", "default", name, -1);
            this.subject = selector(subject);
        }

        Draft enforcing(Direction... directions) {
            defaultDeny = Set.of(directions);
            return this;
        }

        Draft audit() {
            audit = true;
            return this;
        }

        Draft ofNodes() {
            ofNodes = true;
            return this;
        }

        Draft allow(Direction direction, Peer peer, PortMatch... ports) {
            return rule(direction, false, peer, ports);
        }

        Draft deny(Direction direction, Peer peer, PortMatch... ports) {
            return rule(direction, true, peer, ports);
        }

        private Draft rule(Direction direction, boolean deny, Peer peer, PortMatch... ports) {
            rules.add(
                    new Rule(
                            new Origin(name, "spec[" + rules.size() + "]", "", 0),
                            direction,
                            deny,
                            List.of(peer),
                            ports.length == 0 ? List.of(PortMatch.everything()) : List.of(ports),
                            Optional.empty()));
            return this;
        }

        Policy policy() {
            return new Policy(name, ofNodes, subject, defaultDeny, rules, audit, List.of(), "", "");
        }
    }
}
