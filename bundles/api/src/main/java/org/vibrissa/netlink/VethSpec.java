package org.vibrissa.netlink;

import java.util.Optional;
import java.util.OptionalInt;
import org.vibrissa.net.MacAddress;

/**
 * A veth pair: the near end in the handle's namespace, the peer there too or, from birth, in
 * another.
 *
 * @param name name of the near end
 * @param mac its address; the kernel makes a random one when empty
 * @param mtu bytes for both ends; 1500 when empty
 * @param peerName name of the peer
 * @param peerMac the peer's address; random when empty
 * @param peerNamespace where the peer is made; the handle's when empty
 */
public record VethSpec(
        String name,
        Optional<MacAddress> mac,
        OptionalInt mtu,
        String peerName,
        Optional<MacAddress> peerMac,
        Optional<NetworkNamespace> peerNamespace)
        implements LinkSpec {

    /** Checks both names. */
    public VethSpec {
        InterfaceName.check(name);
        InterfaceName.check(peerName);
    }

    /** A pair with both ends in the handle's namespace. */
    public static VethSpec of(String name, String peerName) {
        return new VethSpec(
                name,
                Optional.empty(),
                OptionalInt.empty(),
                peerName,
                Optional.empty(),
                Optional.empty());
    }

    /** With this address of the near end. */
    public VethSpec withMac(MacAddress value) {
        return new VethSpec(name, Optional.of(value), mtu, peerName, peerMac, peerNamespace);
    }

    /** With this MTU of both ends, in bytes. */
    public VethSpec withMtu(int value) {
        return new VethSpec(name, mac, OptionalInt.of(value), peerName, peerMac, peerNamespace);
    }

    /** With this address of the peer. */
    public VethSpec withPeerMac(MacAddress value) {
        return new VethSpec(name, mac, mtu, peerName, Optional.of(value), peerNamespace);
    }

    /** With the peer made in that namespace. */
    public VethSpec withPeerNamespace(NetworkNamespace value) {
        return new VethSpec(name, mac, mtu, peerName, peerMac, Optional.of(value));
    }
}
