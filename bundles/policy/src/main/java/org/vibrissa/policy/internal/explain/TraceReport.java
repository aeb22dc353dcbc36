package org.vibrissa.policy.internal.explain;

import java.util.List;

/**
 * Why a packet passes or not. Its fields are what {@code policy trace -o json} prints.
 *
 * @param source who sends it
 * @param destination who is to get it
 * @param packet what it is
 * @param verdict {@code ALLOWED}, {@code DENIED}, or {@code AUDIT}: denied, but only reported
 * @param directions the policies of the sender, then those of the receiver, as far as they can hold
 * @param wouldChange what would turn the verdict; empty when it is ALLOWED and nothing is enforced
 * @param kernel what the kernel says of it; empty when neither end is on this host
 * @param agrees whether the kernel says the same
 */
public record TraceReport(
        String source,
        String destination,
        String packet,
        String verdict,
        List<Step> directions,
        List<String> wouldChange,
        List<String> kernel,
        boolean agrees) {
    /**
     * The policies of one end.
     *
     * @param of that end's name
     * @param direction {@code egress} or {@code ingress}
     * @param verdict as {@link Verdict}
     * @param policies that select it
     * @param rule the rule that decided, with file and line; empty when none did
     * @param audit the verdict if policies for audit were enforced, where they would refuse it;
     *     else empty
     * @param rules every rule with its outcome
     */
    public record Step(
            String of,
            String direction,
            String verdict,
            List<String> policies,
            String rule,
            String audit,
            List<Line> rules) {}

    /**
     * One rule.
     *
     * @param rule where it is written
     * @param says {@code allow} or {@code deny}, the peers and the ports
     * @param matches whether it matches the packet
     * @param because what does not match; empty when it matches
     */
    public record Line(String rule, String says, boolean matches, String because) {}
}
