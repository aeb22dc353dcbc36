package org.vibrissa.hubble.internal.filter;

import java.util.ArrayList;
import java.util.List;
import org.vibrissa.flow.FlowParty;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.LabelSource;

/**
 * Kubernetes' label selector over labels with a source: {@code org=empire,class in (a,b),!k8s:x}. A
 * key without a source means any. Immutable.
 */
final class LabelSelector {
    private final List<Requirement> all;

    private LabelSelector(List<Requirement> all) {
        this.all = List.copyOf(all);
    }

    /** What an operator asks of the value under a key. */
    enum Operator {
        EXISTS,
        ABSENT,
        IN,
        NOT_IN,
        GREATER,
        LESS
    }

    /** One condition. */
    record Requirement(LabelSource source, String key, Operator operator, List<String> values) {
        boolean holds(List<Label> labels) {
            boolean found = false;
            boolean fits = false;
            for (Label label : labels) {
                if (label.key().equals(key) && Label.says(source, label.source())) {
                    found = true;
                    fits |= fits(label.value());
                }
            }
            return switch (operator) {
                case EXISTS -> found;
                case ABSENT -> !found;
                case NOT_IN -> !fits;
                case IN, GREATER, LESS -> fits;
            };
        }

        private boolean fits(String value) {
            return switch (operator) {
                case IN, NOT_IN -> values.contains(value);
                case GREATER -> number(value) && compare(value) > 0;
                case LESS -> number(value) && compare(value) < 0;
                case EXISTS, ABSENT -> true;
            };
        }

        private int compare(String value) {
            return Long.compare(Long.parseLong(value), Long.parseLong(values.get(0)));
        }

        static boolean number(String text) {
            return text.matches("-?[0-9]{1,18}");
        }
    }

    /** Reads a selector. */
    static LabelSelector parse(String field, String text) throws FilterRejected {
        return new LabelSelector(new SelectorReader(field, text).read());
    }

    boolean matches(FlowParty party) {
        List<Label> labels = new ArrayList<>();
        for (String text : party.labels()) {
            labels.add(Label.parse(text));
        }
        for (Requirement requirement : all) {
            if (!requirement.holds(labels)) {
                return false;
            }
        }
        return true;
    }
}
