package org.vibrissa.mode.internal.host;

import java.util.List;

/** What is not done, and why. Nothing was changed. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> reasons;
    private final String nextStep;

    public Refused(String reason) {
        this(reason, List.of(), "");
    }

    /**
     * A refusal with its parts.
     *
     * @param reason in one sentence
     * @param reasons one sentence each, when there are several
     * @param nextStep what would help; empty for none
     */
    public Refused(String reason, List<String> reasons, String nextStep) {
        super(reason);
        this.reasons = List.copyOf(reasons);
        this.nextStep = nextStep;
    }

    public List<String> reasons() {
        return reasons;
    }

    public String nextStep() {
        return nextStep;
    }
}
