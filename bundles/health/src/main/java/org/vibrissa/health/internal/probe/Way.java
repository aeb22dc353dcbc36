package org.vibrissa.health.internal.probe;

import java.net.InetAddress;
import org.vibrissa.health.PathHealth.Role;

/**
 * A path to be probed.
 *
 * @param node who must answer
 * @param role what of it
 * @param address where
 * @param mode by which mode, empty for none
 * @param counts whether the node is unreachable without it
 * @param lane number of the path group whose forward slot is set for the probe, 0 for none
 * @param slot the mode's forward slot
 */
public record Way(
        String node,
        Role role,
        InetAddress address,
        String mode,
        boolean counts,
        int lane,
        int slot) {
    /** A way within a host or to its own address. */
    public static Way direct(String node, Role role, InetAddress address, boolean counts) {
        return new Way(node, role, address, "", counts, 0, 0);
    }

    /** What stays the same while modes come into force and go. */
    record Key(String node, Role role, InetAddress address, String mode) {}

    Key key() {
        return new Key(node, role, address, mode);
    }
}
