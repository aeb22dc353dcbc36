package org.vibrissa.policy.internal.explain;

/** What becomes of a flow in one direction. */
public enum Verdict {
    /** Nothing is enforced there. */
    NOT_ENFORCED(true),
    /** A rule allows it. */
    ALLOWED(true),
    /** A rule denies it. */
    DENIED_BY_RULE(false),
    /** No rule allows it. */
    DENIED_BY_DEFAULT(false);

    private final boolean passes;

    Verdict(boolean passes) {
        this.passes = passes;
    }

    public boolean passes() {
        return passes;
    }
}
