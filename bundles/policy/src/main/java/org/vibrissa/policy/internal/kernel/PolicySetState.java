package org.vibrissa.policy.internal.kernel;

/**
 * How the rows of a set are taken.
 *
 * @param ingress toward the endpoint only what a row allows
 * @param egress from the endpoint only what a row allows
 * @param reject who sends what is refused is told so
 * @param audit nothing is refused, only noted
 * @param auditSet set that is judged beside this one, to note what it would refuse; 0 = none
 */
public record PolicySetState(
        boolean ingress, boolean egress, boolean reject, boolean audit, int auditSet) {
    private static final int INGRESS = 1;
    private static final int EGRESS = 2;
    private static final int REJECT = 4;
    private static final int AUDIT = 8;

    int flags() {
        return (ingress ? INGRESS : 0)
                | (egress ? EGRESS : 0)
                | (reject ? REJECT : 0)
                | (audit ? AUDIT : 0);
    }

    static PolicySetState of(int flags, int auditSet) {
        return new PolicySetState(
                (flags & INGRESS) != 0,
                (flags & EGRESS) != 0,
                (flags & REJECT) != 0,
                (flags & AUDIT) != 0,
                auditSet);
    }
}
