package org.vibrissa.policy.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vibrissa.identity.Labels;
import org.vibrissa.policy.internal.rule.Policy;

class SelectorAgreementTest {
    @Test
    void theModelSelectsWhomTheReferenceSelects() {
        for (int seed = 0; seed < 200; seed++) {
            World world = new World(seed);
            List<Labels> endpoints = world.endpoints(30);
            for (Policy policy : world.policies(20, 1)) {
                for (Labels labels : endpoints) {
                    assertEquals(
                            LabelMatch.selects(policy.subject(), labels),
                            policy.subject().matches(labels),
                            () -> policy.subject() + " of " + labels);
                }
            }
        }
    }
}
