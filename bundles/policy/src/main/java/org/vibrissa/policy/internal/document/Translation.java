package org.vibrissa.policy.internal.document;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.vibrissa.policy.internal.rule.Policy;

/**
 * What one document means.
 *
 * @param policies one for spec and each of specs; incomplete when there are errors
 * @param errors why it cannot be in force
 * @param warnings what is legal but probably not meant
 * @param groups names of CIDR groups it asks for
 * @param byGroupLabels whether it selects CIDR groups by label
 * @param missingGroups those of {@code groups} that do not exist
 */
public record Translation(
        List<Policy> policies,
        List<Problem> errors,
        List<Problem> warnings,
        Set<String> groups,
        boolean byGroupLabels,
        Set<String> missingGroups) {
    /** What knows services. */
    static final String LB = "lb";

    /** What looks inside connections, and at DNS. */
    static final String PROXY = "proxy";

    public Translation {
        policies = List.copyOf(policies);
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
        groups = Set.copyOf(groups);
        missingGroups = Set.copyOf(missingGroups);
    }

    /** {@code waits for the proxy bundle: spec.ingress[0].toPorts[0]}; empty when nothing waits. */
    public String waiting() {
        return policies.stream()
                .flatMap(policy -> policy.rules().stream())
                .filter(rule -> rule.waitsFor().isPresent())
                .collect(
                        Collectors.groupingBy(
                                rule -> rule.waitsFor().orElseThrow(),
                                java.util.TreeMap::new,
                                Collectors.mapping(
                                        rule -> rule.origin().path(), Collectors.toList())))
                .entrySet()
                .stream()
                .map(e -> "waits for the " + e.getKey() + " bundle: " + brief(e.getValue()))
                .collect(Collectors.joining("; "));
    }

    /** {@code CiliumCIDRGroup office does not exist}; empty when none is missing. */
    public String missing() {
        return missingGroups.isEmpty()
                ? ""
                : "CiliumCIDRGroup "
                        + String.join(", ", new TreeSet<>(missingGroups))
                        + (missingGroups.size() == 1 ? " does not exist" : " do not exist");
    }

    private static String brief(List<String> paths) {
        int shown = Math.min(paths.size(), 3);
        String more = paths.size() > shown ? " and " + (paths.size() - shown) + " more" : "";
        return String.join(", ", paths.subList(0, shown)) + more;
    }
}
