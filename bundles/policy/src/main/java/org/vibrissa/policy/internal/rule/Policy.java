package org.vibrissa.policy.internal.rule;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One policy.
 *
 * @param ofNodes whether {@code subject} selects hosts ({@code nodeSelector}) and not endpoints
 * @param subject whom it is for
 * @param defaultDeny directions in which the selected let through only what some rule allows
 * @param audit whether it only says what it would do
 * @param labels of the policy itself, as written
 * @param log shown with verdicts of its rules; empty when absent
 */
public record Policy(
        PolicyName name,
        boolean ofNodes,
        Selector subject,
        Set<Direction> defaultDeny,
        List<Rule> rules,
        boolean audit,
        List<String> labels,
        String description,
        String log) {
    public Policy {
        defaultDeny = defaultDeny.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(defaultDeny));
        rules = List.copyOf(rules);
        labels = List.copyOf(labels);
    }

    /** The same, not for audit. */
    public Policy enforced() {
        return audit
                ? new Policy(
                        name, ofNodes, subject, defaultDeny, rules, false, labels, description, log)
                : this;
    }
}
