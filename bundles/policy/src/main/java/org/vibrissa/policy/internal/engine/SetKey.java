package org.vibrissa.policy.internal.engine;

import java.util.List;
import java.util.Set;
import org.vibrissa.policy.internal.rule.Direction;

/**
 * What makes endpoints share a set: the same policies, read the same way.
 *
 * @param policies in order of name
 * @param enforced directions in which what no rule allows is dropped
 * @param flags how it is read
 * @param ports what named ports are
 * @param audit the policies evaluated beside these, to report what they would do; none = no audit
 */
record SetKey(
        List<ActivePolicy> policies,
        Set<Direction> enforced,
        Flags flags,
        PortNames ports,
        List<ActivePolicy> audit) {
    /**
     * How a set is read.
     *
     * @param auditOnly whether verdicts are reported and nothing is dropped
     * @param reject whether senders are told
     * @param fromHost whether this host may always open connections to the endpoint
     * @param ofHost whether it is the host's own, whose tunnels to other hosts always pass
     */
    record Flags(boolean auditOnly, boolean reject, boolean fromHost, boolean ofHost) {}

    SetKey {
        policies = List.copyOf(policies);
        enforced = Set.copyOf(enforced);
        audit = List.copyOf(audit);
    }

    /** Whether nothing would ever be dropped or reported: the kernel's number 0. */
    boolean isOpen() {
        return policies.isEmpty() && enforced.isEmpty() && audit.isEmpty();
    }
}
