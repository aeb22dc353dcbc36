package org.vibrissa.policy.internal.rule;

import java.util.Locale;

/**
 * Seen from the endpoint that the policy selects; the ordinal is the number in the kernel's map.
 */
public enum Direction {
    INGRESS,
    EGRESS;

    /** As in a document: {@code ingress}, {@code egress}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
