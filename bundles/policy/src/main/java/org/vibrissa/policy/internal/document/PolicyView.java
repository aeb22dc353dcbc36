package org.vibrissa.policy.internal.document;

import java.util.ArrayList;
import java.util.List;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.rule.Rule;

/**
 * One spec of a document, for people and programs.
 *
 * @param part {@code spec}, {@code specs[2]}
 * @param meaning whom it is for and what it denies by default
 * @param audit whether it only says what it would do
 * @param labels of the policy itself
 * @param description as written
 * @param log as written
 */
public record PolicyView(
        String part,
        String meaning,
        boolean audit,
        List<String> labels,
        String description,
        String log,
        List<RuleView> rules) {
    /**
     * One rule.
     *
     * @param path inside the document
     * @param file where it is written; empty when not known
     * @param line in the file; 0 when not known
     * @param meaning in one line
     * @param waitsFor the bundle without which it matches nothing; empty when it is whole
     */
    public record RuleView(String path, String file, int line, String meaning, String waitsFor) {
        static RuleView of(Rule rule) {
            return new RuleView(
                    rule.origin().path(),
                    rule.origin().file(),
                    rule.origin().line(),
                    Meaning.of(rule),
                    rule.waitsFor().orElse(""));
        }

        /** {@code rule1.yaml:9}, or the path when the file is not known. */
        public String place() {
            return file.isEmpty() ? path : file + (line > 0 ? ":" + line : "");
        }
    }

    public PolicyView {
        labels = List.copyOf(labels);
        rules = List.copyOf(rules);
    }

    static PolicyView of(Policy policy) {
        int part = policy.name().part();
        return new PolicyView(
                part < 0 ? "spec" : "specs[" + part + "]",
                Meaning.of(policy),
                policy.audit(),
                policy.labels(),
                policy.description(),
                policy.log(),
                policy.rules().stream().map(RuleView::of).toList());
    }

    static List<PolicyView> of(Translation translation) {
        List<PolicyView> views = new ArrayList<>();
        translation.policies().forEach(policy -> views.add(of(policy)));
        return List.copyOf(views);
    }
}
