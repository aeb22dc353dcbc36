package org.vibrissa.state;

/**
 * How to apply.
 *
 * @param dryRun validate and compare, store nothing
 * @param createOnly refuse what exists already
 * @param managed the caller is the daemon itself and may write managed kinds
 */
public record ApplyOptions(boolean dryRun, boolean createOnly, boolean managed) {
    /** Create or change, for a user. */
    public static final ApplyOptions USER = new ApplyOptions(false, false, false);

    /** Create or change, for a bundle. */
    public static final ApplyOptions DAEMON = new ApplyOptions(false, false, true);

    public ApplyOptions asDryRun() {
        return new ApplyOptions(true, createOnly, managed);
    }

    public ApplyOptions asCreateOnly() {
        return new ApplyOptions(dryRun, true, managed);
    }
}
