package org.vibrissa.netlink;

import java.util.Optional;
import java.util.OptionalInt;
import org.vibrissa.net.MacAddress;

/**
 * A persistent tap device, for a virtual machine to open by name. It stays until it is deleted.
 *
 * @param name its name
 * @param mac its address on the host; random when empty
 * @param mtu bytes; 1500 when empty
 * @param owner user id that may open it without privilege
 * @param vnetHeader whether frames carry a virtio-net header (offloads)
 * @param multiQueue whether it may be opened several times
 */
public record TapSpec(
        String name,
        Optional<MacAddress> mac,
        OptionalInt mtu,
        OptionalInt owner,
        boolean vnetHeader,
        boolean multiQueue)
        implements LinkSpec {

    /** Checks the name. */
    public TapSpec {
        InterfaceName.check(name);
    }

    /** A plain tap. */
    public static TapSpec of(String name) {
        return new TapSpec(
                name, Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), false, false);
    }

    /** With this address. */
    public TapSpec withMac(MacAddress value) {
        return new TapSpec(name, Optional.of(value), mtu, owner, vnetHeader, multiQueue);
    }

    /** With this MTU in bytes. */
    public TapSpec withMtu(int value) {
        return new TapSpec(name, mac, OptionalInt.of(value), owner, vnetHeader, multiQueue);
    }

    /** Openable by this user. */
    public TapSpec withOwner(int uid) {
        return new TapSpec(name, mac, mtu, OptionalInt.of(uid), vnetHeader, multiQueue);
    }

    /** With a virtio-net header on each frame. */
    public TapSpec withVnetHeader() {
        return new TapSpec(name, mac, mtu, owner, true, multiQueue);
    }

    /** With several queues. */
    public TapSpec withMultiQueue() {
        return new TapSpec(name, mac, mtu, owner, vnetHeader, true);
    }
}
