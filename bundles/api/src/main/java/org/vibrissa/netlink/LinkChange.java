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
        Parts parts = new Parts(this);
        parts.up = Optional.of(value);
        return parts.whole();
    }

    /** Turns neighbour resolution on or off. */
    public LinkChange withArp(boolean value) {
        Parts parts = new Parts(this);
        parts.arp = Optional.of(value);
        return parts.whole();
    }

    /** Sets the MTU in bytes. */
    public LinkChange withMtu(int value) {
        Parts parts = new Parts(this);
        parts.mtu = OptionalInt.of(value);
        return parts.whole();
    }

    /** Sets the Ethernet address. */
    public LinkChange withMac(MacAddress value) {
        Parts parts = new Parts(this);
        parts.mac = Optional.of(value);
        return parts.whole();
    }

    /** Renames it. */
    public LinkChange withName(String value) {
        Parts parts = new Parts(this);
        parts.name = Optional.of(value);
        return parts.whole();
    }

    /** Moves it. */
    public LinkChange withNamespace(NetworkNamespace value) {
        Parts parts = new Parts(this);
        parts.namespace = Optional.of(value);
        return parts.whole();
    }

    /** Sets the alias. */
    public LinkChange withAlias(String value) {
        Parts parts = new Parts(this);
        parts.alias = Optional.of(value);
        return parts.whole();
    }

    /** Sets the IPv6 address generation mode. */
    public LinkChange withAddrGenMode(AddrGenMode value) {
        Parts parts = new Parts(this);
        parts.addrGenMode = Optional.of(value);
        return parts.whole();
    }

    /** Joins the bridge of that index; 0 leaves it. */
    public LinkChange withMaster(int index) {
        Parts parts = new Parts(this);
        parts.master = OptionalInt.of(index);
        return parts.whole();
    }

    /** Sets the transmit queue length in packets. */
    public LinkChange withTxQueueLength(int value) {
        Parts parts = new Parts(this);
        parts.txQueueLength = OptionalInt.of(value);
        return parts.whole();
    }

    /** The parts one by one, to change some of them. */
    private static final class Parts {
        private Optional<Boolean> up;
        private Optional<Boolean> arp;
        private OptionalInt mtu;
        private Optional<MacAddress> mac;
        private Optional<String> name;
        private Optional<NetworkNamespace> namespace;
        private Optional<String> alias;
        private Optional<AddrGenMode> addrGenMode;
        private OptionalInt master;
        private OptionalInt txQueueLength;

        Parts(LinkChange from) {
            up = from.up;
            arp = from.arp;
            mtu = from.mtu;
            mac = from.mac;
            name = from.name;
            namespace = from.namespace;
            alias = from.alias;
            addrGenMode = from.addrGenMode;
            master = from.master;
            txQueueLength = from.txQueueLength;
        }

        LinkChange whole() {
            return new LinkChange(
                    up, arp, mtu, mac, name, namespace, alias, addrGenMode, master, txQueueLength);
        }
    }
}
