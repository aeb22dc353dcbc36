package org.vibrissa.datapath;

/** What the policy of one end says to a flow, in the order of {@code enum vib_policy_verdict}. */
public enum PolicyVerdict {
    /** Not asked, or nothing is enforced for it. */
    NONE,
    /** Allowed by a rule, or the direction is not enforced (rule 0). */
    ALLOWED,
    /** Refused: no rule allows it. */
    UNMATCHED,
    /** Refused by a rule. */
    REFUSED;

    /** Whether it is one of the two refusals. */
    public boolean refuses() {
        return this == UNMATCHED || this == REFUSED;
    }
}
