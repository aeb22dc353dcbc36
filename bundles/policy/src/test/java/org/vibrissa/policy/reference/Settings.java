package org.vibrissa.policy.reference;

/**
 * How a host enforces.
 *
 * @param fromHost whether the host may open connections to its endpoints unless a rule denies it
 */
public record Settings(Mode mode, boolean fromHost) {
    /** When directions are enforced. */
    public enum Mode {
        /** Where a policy says so. */
        DEFAULT,
        /** Always, for endpoints; hosts as in the default mode. */
        ALWAYS,
        /** Never; policies mean nothing. */
        NEVER
    }

    public static final Settings USUAL = new Settings(Mode.DEFAULT, true);
}
