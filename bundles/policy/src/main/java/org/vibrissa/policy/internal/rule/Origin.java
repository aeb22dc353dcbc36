package org.vibrissa.policy.internal.rule;

/**
 * Where a rule is written.
 *
 * @param policy whose rule it is
 * @param path inside the document: {@code spec.ingress[0].toPorts[1]}
 * @param file as it was given to apply or import, empty when it came by another way
 * @param line in that file, 1.. ; 0 when not known
 */
public record Origin(PolicyName policy, String path, String file, int line) {
    /** {@code CiliumNetworkPolicy default/rule1 spec.ingress[0] (rule1.yaml:9)}. */
    @Override
    public String toString() {
        String where = file.isEmpty() ? "" : " (" + file + (line > 0 ? ":" + line : "") + ")";
        return policy + " " + path + where;
    }
}
