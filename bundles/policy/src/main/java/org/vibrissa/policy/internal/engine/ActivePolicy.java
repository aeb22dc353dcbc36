package org.vibrissa.policy.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.vibrissa.policy.internal.rule.Peer;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.rule.Rule;

/**
 * One state of one policy, with its rules numbered and its peers followed. Compared by identity.
 */
final class ActivePolicy {
    private final Policy policy;
    private final List<NumberedRule> rules;

    ActivePolicy(Policy policy, RuleBook book, SelectionCache cache) {
        this.policy = policy;
        List<NumberedRule> numbered = new ArrayList<>(policy.rules().size());
        for (Rule rule : policy.rules()) {
            List<Selection> selections = new ArrayList<>(rule.peers().size());
            for (Peer peer : rule.peers()) {
                selections.add(cache.retain(peer));
            }
            numbered.add(new NumberedRule(book.add(policy, rule), rule, List.copyOf(selections)));
        }
        rules = List.copyOf(numbered);
    }

    Policy policy() {
        return policy;
    }

    List<NumberedRule> rules() {
        return rules;
    }

    Set<Integer> numbers() {
        return rules.stream().map(NumberedRule::number).collect(Collectors.toSet());
    }

    /** It is in no set any more. */
    void end(RuleBook book, SelectionCache cache) {
        for (NumberedRule rule : rules) {
            rule.selections().forEach(cache::release);
            book.remove(rule.number());
        }
    }
}
