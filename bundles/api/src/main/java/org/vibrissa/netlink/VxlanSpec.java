package org.vibrissa.netlink;

import java.util.Optional;
import java.util.OptionalInt;
import org.vibrissa.net.MacAddress;

/**
 * A VXLAN device.
 *
 * @param name its name
 * @param mac its address; random when empty
 * @param mtu bytes; the kernel's choice when empty
 * @param settings tunnel settings
 */
public record VxlanSpec(
        String name, Optional<MacAddress> mac, OptionalInt mtu, VxlanSettings settings)
        implements LinkSpec {

    /** Checks the name. */
    public VxlanSpec {
        InterfaceName.check(name);
    }

    /** With the kernel's MAC and MTU. */
    public static VxlanSpec of(String name, VxlanSettings settings) {
        return new VxlanSpec(name, Optional.empty(), OptionalInt.empty(), settings);
    }

    /** With this address. */
    public VxlanSpec withMac(MacAddress value) {
        return new VxlanSpec(name, Optional.of(value), mtu, settings);
    }

    /** With this MTU in bytes. */
    public VxlanSpec withMtu(int value) {
        return new VxlanSpec(name, mac, OptionalInt.of(value), settings);
    }
}
