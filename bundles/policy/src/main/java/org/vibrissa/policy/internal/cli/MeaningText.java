package org.vibrissa.policy.internal.cli;

import java.io.PrintWriter;
import org.vibrissa.policy.internal.document.PolicyView;

/** Prints what a policy means, a line for each rule. */
final class MeaningText {
    private MeaningText() {}

    static void print(PolicyView policy, PrintWriter out) {
        out.println("  " + policy.part() + ": " + policy.meaning());
        if (!policy.description().isEmpty()) {
            out.println("    " + policy.description());
        }
        if (!policy.labels().isEmpty()) {
            out.println("    labels " + String.join(", ", policy.labels()));
        }
        policy.rules().forEach(rule -> out.println("    " + rule.place() + ": " + rule.meaning()));
    }
}
