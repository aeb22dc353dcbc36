package org.vibrissa.policy.internal.engine;

import java.util.Collection;
import org.vibrissa.identity.Labels;
import org.vibrissa.policy.internal.rule.Policy;

/**
 * What decides which policies hold for an endpoint.
 *
 * @param labels of its identity
 * @param ofHost whether it is the host itself: policies with {@code nodeSelector} mean it, others
 *     do not
 * @param audit whether verdicts are only reported
 * @param ports the names it gives its ports
 */
public record Subject(Labels labels, boolean ofHost, boolean audit, NamedPorts ports) {
    /** Whether the policy is for it. */
    public boolean selectedBy(Policy policy) {
        return policy.ofNodes() == ofHost && policy.subject().matches(labels);
    }

    boolean selectedByAny(Collection<ActivePolicy> policies) {
        return policies.stream().anyMatch(policy -> selectedBy(policy.policy()));
    }
}
