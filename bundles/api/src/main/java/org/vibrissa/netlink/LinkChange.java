package org.vibrissa.netlink;

import java.util.Optional;
import java.util.OptionalInt;
import org.vibrissa.net.MacAddress;

/**
 * What to change about an interface; what is empty stays.
 *
 * @param up administrative state
 * @param arp whether neighbours are resolved on it (IFF_NOARP is its absence)
 * @param mtu bytes
 * @param mac Ethernet address
 * @param name new name
 * @param namespace where to move it; its index and state may change thereby
 * @param alias free text, at most 255 bytes; empty text removes it
 * @param addrGenMode how IPv6 link-local addresses come about
 * @param master index of the bridge to join, 0 to leave it
 * @param txQueueLength packets
 */
public record LinkChange(
        Optional<Boolean> up,
        Optional<Boolean> arp,
        OptionalInt mtu,
        Optional<MacAddress> mac,
        Optional<String> name,
        Optional<NetworkNamespace> namespace,
        Optional<String> alias,
        Optional<AddrGenMode> addrGenMode,
        OptionalInt master,
        OptionalInt txQueueLength) {

    private static final LinkChange NOTHING =
            new LinkChange(
                    Optional.empty(),
                    Optional.empty(),
                    OptionalInt.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalInt.empty(),
                    OptionalInt.empty());

    /** Checks the name. */
    public LinkChange {
        name.ifPresent(InterfaceName::check);
    }

    /** IPv6 address generation modes, in the kernel's numbering. */
    public enum AddrGenMode {
        /** From the MAC address. */
        EUI64,
        /** No link-local address. */
        NONE,
        /** RFC 7217 with the configured secret. */
        STABLE_PRIVACY,
        /** RFC 7217 with a random secret. */
        RANDOM
    }

    /** Changes nothing; the start of a chain of {@code with} calls. */
    public static LinkChange nothing() {
        return NOTHING;
    }

    /** Sets it up. */
    public LinkChange withUp() {
        return withUp(true);
    }

    /** Sets it down. */
    public LinkChange withDown() {
        return withUp(false);
    }

    private LinkChange withUp(boolean value) {
        return new LinkChange(
                Optional.of(value),
                arp,
                mtu,
                mac,
                name,
                namespace,
                alias,
                addrGenMode,
                master,
                txQueueLength);
    }

    /** Turns neighbour resolution on or off. */
    public LinkChange withArp(boolean value) {
        return new LinkChange(
                up,
                Optional.of(value),
                mtu,
                mac,
                name,
                namespace,
                alias,
                addrGenMode,
                master,
                txQueueLength);
    }

    /** Sets the MTU in bytes. */
    public LinkChange withMtu(int value) {
        return new LinkChange(
                up,
                arp,
                OptionalInt.of(value),
                mac,
                name,
                namespace,
                alias,
                addrGenMode,
                master,
                txQueueLength);
    }

    /** Sets the Ethernet address. */
    public LinkChange withMac(MacAddress value) {
        return new LinkChange(
                up,
                arp,
                mtu,
                Optional.of(value),
                name,
                namespace,
                alias,
                addrGenMode,
                master,
                txQueueLength);
    }

    /** Renames it. */
    public LinkChange withName(String value) {
        return new LinkChange(
                up,
                arp,
                mtu,
                mac,
                Optional.of(value),
                namespace,
                alias,
                addrGenMode,
                master,
                txQueueLength);
    }

    /** Moves it. */
    public LinkChange withNamespace(NetworkNamespace value) {
        return new LinkChange(
                up,
                arp,
                mtu,
                mac,
                name,
                Optional.of(value),
                alias,
                addrGenMode,
                master,
                txQueueLength);
    }

    /** Sets the alias. */
    public LinkChange withAlias(String value) {
        return new LinkChange(
                up,
                arp,
                mtu,
                mac,
                name,
                namespace,
                Optional.of(value),
                addrGenMode,
                master,
                txQueueLength);
    }

    /** Sets the IPv6 address generation mode. */
    public LinkChange withAddrGenMode(AddrGenMode value) {
        return new LinkChange(
                up,
                arp,
                mtu,
                mac,
                name,
                namespace,
                alias,
                Optional.of(value),
                master,
                txQueueLength);
    }

    /** Joins the bridge of that index; 0 leaves it. */
    public LinkChange withMaster(int index) {
        return new LinkChange(
                up,
                arp,
                mtu,
                mac,
                name,
                namespace,
                alias,
                addrGenMode,
                OptionalInt.of(index),
                txQueueLength);
    }

    /** Sets the transmit queue length in packets. */
    public LinkChange withTxQueueLength(int value) {
        return new LinkChange(
                up,
                arp,
                mtu,
                mac,
                name,
                namespace,
                alias,
                addrGenMode,
                master,
                OptionalInt.of(value));
    }
}
