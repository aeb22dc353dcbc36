package org.vibrissa.state;

import java.util.List;
import java.util.stream.Collectors;

/** An apply was refused: every problem that was found, and nothing was stored. */
public class InvalidDocuments extends StateException {
    private static final long serialVersionUID = 1L;

    private final transient List<InvalidResource> problems;

    /**
     * A refusal with all its reasons.
     *
     * @param problems at least one
     */
    public InvalidDocuments(List<InvalidResource> problems) {
        super(problems.stream().map(Throwable::getMessage).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Each problem with its location, in the order of the documents. */
    public List<InvalidResource> problems() {
        return problems;
    }
}
