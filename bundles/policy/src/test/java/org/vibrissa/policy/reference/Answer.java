package org.vibrissa.policy.reference;

import java.util.List;
import org.vibrissa.policy.internal.rule.Rule;

/**
 * What becomes of the packet.
 *
 * @param rules that say so: the denying ones, or the allowing ones; none where nothing is enforced
 *     or nothing allowed it
 */
public record Answer(Verdict verdict, List<Rule> rules) {
    /** What becomes of a packet, and by what. */
    public enum Verdict {
        /** A rule allows it, or nothing is enforced. */
        ALLOW,
        /** The direction is enforced and no rule allows it. */
        DENY_DEFAULT,
        /** A rule denies it. */
        DENY_RULE
    }

    public Answer {
        rules = List.copyOf(rules);
    }

    public boolean passes() {
        return verdict == Verdict.ALLOW;
    }
}
