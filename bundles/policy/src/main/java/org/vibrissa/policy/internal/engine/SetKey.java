package org.vibrissa.policy.internal.engine;

import java.util.List;
import java.util.Optional;
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
     * @param host of the host's own set: by what it reaches other hosts, which always passes
     */
    record Flags(boolean auditOnly, boolean reject, boolean fromHost, Optional<HostPaths> host) {}

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
