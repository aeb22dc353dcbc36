package org.vibrissa.policy.internal.engine;

import java.util.List;
import org.vibrissa.policy.internal.rule.Rule;

/**
 * A rule under the number that rows and events carry.
 *
 * @param number 1..; a changed rule is another one
 * @param selections whom its peers mean now, followed as identities come and go
 */
record NumberedRule(int number, Rule rule, List<Selection> selections) {
    /** Whether one of its peers is anybody. */
    boolean meansAnybody() {
        return selections.stream().anyMatch(Selection::isAnybody);
    }

    boolean means(int identity) {
        return selections.stream().anyMatch(selection -> selection.contains(identity));
    }
}
