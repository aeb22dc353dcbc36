package org.vibrissa.flow;

/** What an event tells. The numbers are those of Hubble's monitor types. */
public enum FlowKind {
    /** A packet was dropped. */
    DROP(1),
    /** A packet was let through at a point of its way. */
    TRACE(4),
    /** Policy judged a flow. */
    POLICY_VERDICT(5);

    private final int number;

    FlowKind(int number) {
        this.number = number;
    }

    /** Hubble's number. */
    public int number() {
        return number;
    }
}
