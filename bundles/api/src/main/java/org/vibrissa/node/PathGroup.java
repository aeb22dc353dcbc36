package org.vibrissa.node;

import java.util.List;

/**
 * Nodes that are reached by the same mode. Immutable.
 *
 * @param name the PathGroup resource's name
 * @param number index into the kernel's table, 1..127, of this host alone
 * @param mode name of the {@link ForwardMode} that is wanted
 * @param modeInForce name of the mode whose slot is in the kernel's table, empty when none is
 * @param accepts names of the modes that this host receives: the one in force and those prepared
 */
public record PathGroup(
        String name, int number, String mode, String modeInForce, List<String> accepts) {
    /** The largest number; those above are for health probes. */
    public static final int LARGEST_NUMBER = 127;

    public PathGroup {
        accepts = List.copyOf(accepts);
    }

    /**
     * A second number of the same group, for packets of health probes: its forward slot is in turn
     * that of each mode the group accepts, so that those not in force are tried too.
     */
    public int probeNumber() {
        return number + LARGEST_NUMBER + 1;
    }
}
