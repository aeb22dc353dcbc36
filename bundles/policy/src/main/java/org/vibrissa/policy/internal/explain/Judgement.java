package org.vibrissa.policy.internal.explain;

import java.util.List;
import java.util.Optional;
import org.vibrissa.policy.internal.rule.Direction;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.rule.Rule;

/**
 * What the policies of one end say of a packet.
 *
 * @param direction as that end sees it
 * @param selecting policies that select it, those for audit alone included
 * @param decided the rule that decided; empty when none did
 * @param weighed every rule of the direction, in order, with what spoke against it
 */
public record Judgement(
        Direction direction,
        Verdict verdict,
        List<Policy> selecting,
        Optional<Rule> decided,
        List<Weighed> weighed) {
    /**
     * A rule and why it does not match.
     *
     * @param wrong what does not match; empty when it matches
     */
    public record Weighed(Rule rule, List<Mismatch> wrong) {
        public boolean matches() {
            return wrong.isEmpty();
        }
    }

    /** What keeps a rule from matching. */
    public enum Mismatch {
        PEER("the other end is not among its peers"),
        PORT("the protocol or port is not among its ports"),
        WAITS("it waits for a bundle that is not there");

        private final String text;

        Mismatch(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
