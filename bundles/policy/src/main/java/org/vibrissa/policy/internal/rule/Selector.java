package org.vibrissa.policy.internal.rule;

import java.util.List;
import java.util.stream.Collectors;
import org.vibrissa.identity.Labels;

/**
 * Which label sets are meant: those that meet every requirement; all of them when there is none.
 * The namespace that a document implies is one of the requirements.
 */
public record Selector(List<Requirement> requirements) {
    /** Everything that has labels. */
    public static final Selector ALL = new Selector(List.of());

    public Selector {
        requirements = List.copyOf(requirements);
    }

    public boolean matches(Labels labels) {
        return requirements.stream().allMatch(requirement -> requirement.matches(labels));
    }

    /** As {@code kubectl} writes selectors: {@code any:org=empire,any:class in (a, b)}. */
    @Override
    public String toString() {
        return requirements.isEmpty()
                ? "(all)"
                : requirements.stream().map(Object::toString).collect(Collectors.joining(","));
    }
}
