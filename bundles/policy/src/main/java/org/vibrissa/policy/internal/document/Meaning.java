package org.vibrissa.policy.internal.document;

import java.util.List;
import java.util.stream.Collectors;
import org.vibrissa.policy.internal.rule.Direction;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.rule.PortMatch;
import org.vibrissa.policy.internal.rule.Protocol;
import org.vibrissa.policy.internal.rule.Rule;

/** Says in one line what a policy or a rule means. */
public final class Meaning {
    private Meaning() {}

    /** {@code for endpoints any:org=empire; default deny: ingress}. */
    public static String of(Policy policy) {
        String deny =
                policy.defaultDeny().stream()
                        .sorted()
                        .map(Direction::label)
                        .collect(Collectors.joining(", "));
        return "for "
                + (policy.ofNodes() ? "hosts " : "endpoints ")
                + policy.subject()
                + "; default deny: "
                + (deny.isEmpty() ? "none" : deny)
                + (policy.audit() ? "; audit only" : "");
    }

    /** {@code ingress: allow from endpoints any:org=empire on TCP 80}. */
    public static String of(Rule rule) {
        boolean ingress = rule.direction() == Direction.INGRESS;
        String peers =
                rule.peers().stream().map(Object::toString).collect(Collectors.joining(" or "));
        return rule.direction().label()
                + (rule.deny() ? ": deny " : ": allow ")
                + (ingress ? "from " : "to ")
                + (peers.isEmpty() ? "nobody" : peers)
                + ports(rule.ports())
                + rule.waitsFor()
                        .map(bundle -> "; matches nothing until there is bundle " + bundle)
                        .orElse("");
    }

    private static String ports(List<PortMatch> matches) {
        if (matches.contains(PortMatch.everything())) {
            return "";
        }
        return matches.isEmpty()
                ? " on no port"
                : matches.stream().map(Meaning::port).collect(Collectors.joining(", ", " on ", ""));
    }

    private static String port(PortMatch match) {
        if (match instanceof PortMatch.Named named) {
            return named.protocol() + " " + named.name();
        }
        PortMatch.Ports ports = (PortMatch.Ports) match;
        boolean icmp = ports.protocol() == Protocol.ICMP || ports.protocol() == Protocol.ICMPV6;
        if (ports.allPorts()) {
            return "every " + ports.protocol();
        }
        return ports.protocol()
                + (icmp ? " type " : " ")
                + ports.first()
                + (ports.last() > ports.first() ? "-" + ports.last() : "");
    }
}
