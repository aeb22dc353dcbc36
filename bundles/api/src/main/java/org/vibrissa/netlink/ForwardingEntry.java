package org.vibrissa.netlink;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;
import org.vibrissa.net.MacAddress;

/**
 * A static entry of a VXLAN device's or bridge port's forwarding table.
 *
 * @param interfaceIndex the device
 * @param mac destination; {@link MacAddress#ZERO} is the default entry of a VXLAN device
 * @param remote tunnel endpoint for a VXLAN device; empty for a bridge port
 * @param vni VNI of that remote, where it differs from the device's
 */
public record ForwardingEntry(
        int interfaceIndex, MacAddress mac, Optional<InetAddress> remote, OptionalInt vni) {
    /** An entry of a VXLAN device. */
    public static ForwardingEntry vxlan(int interfaceIndex, MacAddress mac, InetAddress remote) {
        return new ForwardingEntry(interfaceIndex, mac, Optional.of(remote), OptionalInt.empty());
    }
}
