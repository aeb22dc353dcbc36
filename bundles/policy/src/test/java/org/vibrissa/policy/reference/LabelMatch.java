package org.vibrissa.policy.reference;

import java.util.Set;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.LabelSource;
import org.vibrissa.identity.Labels;
import org.vibrissa.policy.internal.rule.Requirement;
import org.vibrissa.policy.internal.rule.Selector;

/** Which labels a selector means, by the text of the rules and not by the model's own methods. */
final class LabelMatch {
    private LabelMatch() {}

    static boolean selects(Selector selector, Labels labels) {
        for (Requirement requirement : selector.requirements()) {
            if (!meets(requirement, labels)) {
                return false;
            }
        }
        return true;
    }

    private static boolean meets(Requirement requirement, Labels labels) {
        if (requirement instanceof Requirement.In in) {
            return hasOneOf(labels, in.key(), in.values());
        }
        if (requirement instanceof Requirement.NotIn not) {
            return !hasOneOf(labels, not.key(), not.values());
        }
        boolean has = false;
        for (Label label : labels) {
            has = has || isOf(label, requirement.key());
        }
        return requirement instanceof Requirement.Exists ? has : !has;
    }

    private static boolean hasOneOf(Labels labels, Requirement.Key key, Set<String> values) {
        for (Label label : labels) {
            if (isOf(label, key) && values.contains(label.value())) {
                return true;
            }
        }
        return false;
    }

    /** No source asks for any; {@code k8s} also takes what users say. */
    private static boolean isOf(Label label, Requirement.Key key) {
        if (!label.key().equals(key.name())) {
            return false;
        }
        if (key.source() == LabelSource.ANY || key.source() == label.source()) {
            return true;
        }
        return key.source() == LabelSource.K8S && label.source() == LabelSource.ANY;
    }
}
