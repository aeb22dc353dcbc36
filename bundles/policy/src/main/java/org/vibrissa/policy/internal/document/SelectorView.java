package org.vibrissa.policy.internal.document;

import java.util.List;

/**
 * A selector that policies use.
 *
 * @param use {@code subject} or {@code peer}
 * @param selector whom it means
 * @param policies that use it, in order
 * @param identities that it means now, in order
 */
public record SelectorView(
        String use, String selector, List<String> policies, List<Integer> identities) {
    public SelectorView {
        policies = List.copyOf(policies);
        identities = List.copyOf(identities);
    }
}
