package org.vibrissa.netlink;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.vibrissa.net.MacAddress;

/**
 * An interface as the kernel described it.
 *
 * @param index its index, unique in its namespace
 * @param name its name
 * @param altNames its alternative names
 * @param kind {@code veth}, {@code vxlan}, {@code tun}, {@code bridge} and so on; empty for
 *     physical ones and loopback
 * @param type hardware type (ARPHRD): 1 Ethernet, 772 loopback, 65534 none
 * @param mac its Ethernet address; empty for those without
 * @param mtu bytes
 * @param txQueueLength packets
 * @param flags those set
 * @param operState RFC 2863 state
 * @param alias the free text set by {@code ip link set alias}; empty when none
 * @param peerIndex index of the other end or of the lower device, in the namespace of {@code
 *     peerNamespace}
 * @param peerNamespaceId the kernel's id (nsid, relative to this namespace) of the namespace in
 *     which the peer is, when it is another than this
 * @param master index of the bridge, bond or VRF it is a port of
 * @param vxlan its VXLAN settings when that is its kind
 * @param stats counters since its creation; zero when the kernel did not send them
 */
public record Link(
        int index,
        String name,
        List<String> altNames,
        String kind,
        int type,
        Optional<MacAddress> mac,
        int mtu,
        int txQueueLength,
        Set<LinkFlag> flags,
        OperState operState,
        String alias,
        OptionalInt peerIndex,
        OptionalInt peerNamespaceId,
        OptionalInt master,
        Optional<VxlanSettings> vxlan,
        LinkStats stats) {

    /** Copies the collections. */
    public Link {
        altNames = List.copyOf(altNames);
        flags = Set.copyOf(flags);
    }

    /** Whether it is administratively up. */
    public boolean isUp() {
        return flags.contains(LinkFlag.UP);
    }

    /** Interface flags (IFF_*). */
    public enum LinkFlag {
        /** Administratively up. */
        UP,
        /** Broadcast address valid. */
        BROADCAST,
        /** Debugging. */
        DEBUG,
        /** Loopback. */
        LOOPBACK,
        /** Point to point. */
        POINTOPOINT,
        /** No trailers (historic). */
        NOTRAILERS,
        /** RFC 2863 operationally up. */
        RUNNING,
        /** No ARP. */
        NOARP,
        /** Receives all packets. */
        PROMISC,
        /** Receives all multicast packets. */
        ALLMULTI,
        /** Master of a load balancer. */
        MASTER,
        /** Slave of a load balancer. */
        SLAVE,
        /** Can do multicast. */
        MULTICAST,
        /** Can set media type. */
        PORTSEL,
        /** Auto media. */
        AUTOMEDIA,
        /** Address is lost when down. */
        DYNAMIC,
        /** Carrier present. */
        LOWER_UP,
        /** Dormant. */
        DORMANT,
        /** Echoes what is sent. */
        ECHO
    }

    /** RFC 2863 operational states, in the kernel's numbering. */
    public enum OperState {
        /** Not reported; usual for loopback and taps. */
        UNKNOWN,
        /** Component missing. */
        NOT_PRESENT,
        /** Down. */
        DOWN,
        /** The layer below is down. */
        LOWER_LAYER_DOWN,
        /** Testing. */
        TESTING,
        /** Waits for an external event. */
        DORMANT,
        /** Up. */
        UP
    }
}
