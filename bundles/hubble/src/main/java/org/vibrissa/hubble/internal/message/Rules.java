package org.vibrissa.hubble.internal.message;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.vibrissa.policy.PolicyRules;
import org.vibrissa.policy.PolicyRules.RuleRef;

/** Who decided, for what events tell; nobody is known while there is no policy. Thread safe. */
public final class Rules {
    private final Supplier<Optional<PolicyRules>> policy;

    public Rules(Supplier<Optional<PolicyRules>> policy) {
        this.policy = policy;
    }

    /** The rule of this number. */
    public Optional<RuleRef> rule(int number) {
        return policy.get().flatMap(rules -> rules.rule(number));
    }

    /** The policies that then let through only what is allowed, to or from an endpoint here. */
    public List<RuleRef> enforcing(int endpoint, boolean ingress, long time) {
        return policy.get()
                .map(rules -> rules.enforcing(endpoint, ingress, time))
                .orElse(List.of());
    }
}
