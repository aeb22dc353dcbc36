package org.vibrissa.policy.internal.rule;

/**
 * Which document, and which of its specs.
 *
 * @param kind such as {@code CiliumNetworkPolicy}
 * @param namespace empty for kinds that have none
 * @param part index in {@code specs}, -1 for {@code spec}
 */
public record PolicyName(String kind, String namespace, String name, int part)
        implements Comparable<PolicyName> {
    @Override
    public int compareTo(PolicyName other) {
        return toString().compareTo(other.toString());
    }

    /** {@code CiliumNetworkPolicy default/rule1}, with {@code #2} for the third of its specs. */
    @Override
    public String toString() {
        return kind
                + " "
                + (namespace.isEmpty() ? "" : namespace + "/")
                + name
                + (part < 0 ? "" : "#" + part);
    }
}
