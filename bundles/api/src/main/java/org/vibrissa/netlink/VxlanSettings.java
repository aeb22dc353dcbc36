package org.vibrissa.netlink;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What makes a VXLAN device.
 *
 * @param external whether tunnel keys come with each packet (collect metadata); then there is no
 *     VNI, local or remote
 * @param vni 0 to 16777215; 0 when external
 * @param port UDP destination port, 1 to 65535; IANA's is 4789
 * @param local source address of tunnel packets
 * @param remote default destination, unicast or a group
 * @param lower index of the device it sends by
 * @param learning whether it learns remote MAC addresses
 * @param udpChecksum whether IPv4 tunnel packets carry a UDP checksum
 * @param udp6ZeroTx whether IPv6 tunnel packets are sent without UDP checksum
 * @param udp6ZeroRx whether IPv6 tunnel packets without UDP checksum are accepted
 */
public record VxlanSettings(
        boolean external,
        int vni,
        int port,
        Optional<InetAddress> local,
        Optional<InetAddress> remote,
        OptionalInt lower,
        boolean learning,
        boolean udpChecksum,
        boolean udp6ZeroTx,
        boolean udp6ZeroRx) {

    /** Checks the ranges. */
    public VxlanSettings {
        if (vni < 0 || vni > 0xff_ffff) {
            throw new IllegalArgumentException("VNI must be 0 to 16777215, not " + vni);
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("VXLAN port must be 1 to 65535, not " + port);
        }
        if (external && (vni != 0 || remote.isPresent())) {
            throw new IllegalArgumentException("an external VXLAN device has no VNI and no remote");
        }
    }

    /** External mode on IANA's port, without learning. */
    public static VxlanSettings externalMode() {
        return new VxlanSettings(
                true,
                0,
                4789,
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                false,
                true,
                false,
                false);
    }

    /** One VNI on IANA's port, without learning. */
    public static VxlanSettings ofVni(int vni) {
        return new VxlanSettings(
                false,
                vni,
                4789,
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                false,
                true,
                false,
                false);
    }

    /** With that UDP port. */
    public VxlanSettings withPort(int value) {
        return new VxlanSettings(
                external,
                vni,
                value,
                local,
                remote,
                lower,
                learning,
                udpChecksum,
                udp6ZeroTx,
                udp6ZeroRx);
    }

    /** With that source address. */
    public VxlanSettings withLocal(InetAddress value) {
        return new VxlanSettings(
                external,
                vni,
                port,
                Optional.of(value),
                remote,
                lower,
                learning,
                udpChecksum,
                udp6ZeroTx,
                udp6ZeroRx);
    }

    /** With that default destination. */
    public VxlanSettings withRemote(InetAddress value) {
        return new VxlanSettings(
                external,
                vni,
                port,
                local,
                Optional.of(value),
                lower,
                learning,
                udpChecksum,
                udp6ZeroTx,
                udp6ZeroRx);
    }

    /** Sending by the device of that index. */
    public VxlanSettings withLower(int index) {
        return new VxlanSettings(
                external,
                vni,
                port,
                local,
                remote,
                OptionalInt.of(index),
                learning,
                udpChecksum,
                udp6ZeroTx,
                udp6ZeroRx);
    }

    /** With zero UDP checksums over IPv6 sent and accepted, and none sent over IPv4. */
    public VxlanSettings withoutChecksums() {
        return new VxlanSettings(
                external, vni, port, local, remote, lower, learning, false, true, true);
    }
}
