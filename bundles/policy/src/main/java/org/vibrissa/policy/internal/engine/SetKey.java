package org.vibrissa.policy.internal.engine;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vibrissa.policy.internal.rule.Direction;
import org.vibrissa.policy.internal.rule.PortMatch;

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

    /**
     * What holds for an endpoint.
     *
     * @param documents the policies there are, in order of their documents
     * @param others the names that all endpoints here give their ports
     */
    static SetKey of(
            Subject subject,
            Collection<List<ActivePolicy>> documents,
            EngineSettings settings,
            NamedPorts others) {
        boolean never = settings.mode() == EngineSettings.Mode.NEVER;
        List<ActivePolicy> all =
                documents.stream()
                        .flatMap(List::stream)
                        .filter(policy -> !never && subject.selectedBy(policy.policy()))
                        .toList();
        List<ActivePolicy> enforcing =
                all.stream().filter(policy -> !policy.policy().audit()).toList();
        Flags flags =
                new Flags(
                        settings.audit() || subject.audit(),
                        settings.reject(),
                        settings.fromHost() && !subject.ofHost(),
                        Optional.of(settings.paths()).filter(paths -> subject.ofHost()));
        return new SetKey(
                enforcing,
                enforced(enforcing, subject, settings),
                flags,
                new PortNames(
                        names(all, Direction.INGRESS) ? subject.ports() : NamedPorts.NONE,
                        names(all, Direction.EGRESS) ? others : NamedPorts.NONE),
                all.size() == enforcing.size() ? List.of() : all);
    }

    private static Set<Direction> enforced(
            List<ActivePolicy> policies, Subject subject, EngineSettings settings) {
        Set<Direction> enforced = EnumSet.noneOf(Direction.class);
        policies.forEach(policy -> enforced.addAll(policy.policy().defaultDeny()));
        if (settings.mode() == EngineSettings.Mode.ALWAYS && !subject.ofHost()) {
            enforced.addAll(EnumSet.allOf(Direction.class));
        }
        return enforced;
    }

    /** Whether a rule names ports, so that endpoints share a set where none does. */
    private static boolean names(List<ActivePolicy> policies, Direction direction) {
        return policies.stream()
                .flatMap(policy -> policy.policy().rules().stream())
                .filter(rule -> rule.direction() == direction)
                .flatMap(rule -> rule.ports().stream())
                .anyMatch(PortMatch.Named.class::isInstance);
    }

    /** Whether nothing would ever be dropped or reported: the kernel's number 0. */
    boolean isOpen() {
        return policies.isEmpty() && enforced.isEmpty() && audit.isEmpty();
    }
}
