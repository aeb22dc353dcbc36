package org.vibrissa.policy.internal.kernel;

/**
 * What a row says.
 *
 * @param rule number of the rule that it is made of, for who asks which one decided; 0 = none
 * @param deny whether it refuses
 * @param match how much of the packet the rule names, Hubble's policy match type: 1 L3 only, 2 L3
 *     and L4, 3 L4 only, 4 all, 5 L3 and protocol, 6 protocol only
 */
public record PolicyValue(int rule, boolean deny, int match) {
    public PolicyValue {
        if (match < 0 || match > 255) {
            throw new IllegalArgumentException("no match type: " + match);
        }
    }
}
