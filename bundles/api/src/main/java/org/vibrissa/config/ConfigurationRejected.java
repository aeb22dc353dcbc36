package org.vibrissa.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration has problems; nothing was changed. */
public final class ConfigurationRejected extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** For one or more problems, in the order to show. */
    public ConfigurationRejected(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Everything that is wrong, not only the first. */
    public List<Problem> problems() {
        return problems;
    }
}
