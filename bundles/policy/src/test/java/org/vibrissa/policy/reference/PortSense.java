package org.vibrissa.policy.reference;

import java.util.Set;
import org.vibrissa.policy.internal.rule.PortMatch;
import org.vibrissa.policy.internal.rule.Protocol;
import org.vibrissa.policy.internal.rule.Rule;

/** Which protocols and ports a rule means. */
final class PortSense {
    private PortSense() {}

    static boolean anyHas(Rule rule, Question question) {
        for (PortMatch match : rule.ports()) {
            if (has(match, question)) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(PortMatch match, Question question) {
        if (match instanceof PortMatch.Named named) {
            Set<Integer> numbers =
                    question.ports().getOrDefault(named.protocol() + "/" + named.name(), Set.of());
            return named.protocol().number() == question.protocol()
                    && numbers.contains(question.port());
        }
        PortMatch.Ports ports = (PortMatch.Ports) match;
        if (ports.protocol() == Protocol.ALL) {
            return true;
        }
        return ports.protocol().number() == question.protocol()
                && question.port() >= ports.first()
                && question.port() <= ports.last();
    }
}
