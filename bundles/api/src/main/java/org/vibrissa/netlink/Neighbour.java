package org.vibrissa.netlink;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import org.vibrissa.net.MacAddress;

/**
 * An entry of the ARP or neighbour discovery table.
 *
 * @param interfaceIndex the interface
 * @param address the neighbour's IP address
 * @param mac its Ethernet address, where known
 * @param state what the kernel believes
 * @param flags those set
 * @param protocol who made it, as of routes; 0 for the kernel and for whoever does not say
 */
public record Neighbour(
        int interfaceIndex,
        InetAddress address,
        Optional<MacAddress> mac,
        NeighbourState state,
        Set<NeighbourFlag> flags,
        int protocol) {

    /** Copies the flags. */
    public Neighbour {
        flags = Set.copyOf(flags);
    }

    /** Of nobody's in particular. */
    public Neighbour(
            int interfaceIndex,
            InetAddress address,
            Optional<MacAddress> mac,
            NeighbourState state,
            Set<NeighbourFlag> flags) {
        this(interfaceIndex, address, mac, state, flags, 0);
    }

    /**
     * An entry whose MAC the kernel finds now and keeps known (Linux 5.16). What is known of the
     * neighbour already stays known.
     *
     * @param protocol who asks for it, 1..255
     */
    public static Neighbour managed(int interfaceIndex, InetAddress address, int protocol) {
        return new Neighbour(
                interfaceIndex,
                address,
                Optional.empty(),
                NeighbourState.NONE,
                Set.of(NeighbourFlag.MANAGED),
                protocol);
    }

    /** An entry that is never asked for or aged. */
    public static Neighbour permanent(int interfaceIndex, InetAddress address, MacAddress mac) {
        return new Neighbour(
                interfaceIndex, address, Optional.of(mac), NeighbourState.PERMANENT, Set.of());
    }

    /** An address this host answers for on that interface. */
    public static Neighbour proxy(int interfaceIndex, InetAddress address) {
        return new Neighbour(
                interfaceIndex,
                address,
                Optional.empty(),
                NeighbourState.NONE,
                Set.of(NeighbourFlag.PROXY));
    }

    /** States (NUD_*). */
    public enum NeighbourState {
        /** None; proxy entries have it. */
        NONE(0x00),
        /** Being resolved. */
        INCOMPLETE(0x01),
        /** Confirmed lately. */
        REACHABLE(0x02),
        /** To be confirmed on next use. */
        STALE(0x04),
        /** Waits before probing. */
        DELAY(0x08),
        /** Being probed. */
        PROBE(0x10),
        /** Did not answer. */
        FAILED(0x20),
        /** Needs no resolution. */
        NOARP(0x40),
        /** Set by hand. */
        PERMANENT(0x80);

        private final int bit;

        NeighbourState(int bit) {
            this.bit = bit;
        }

        /** The kernel's bit. */
        public int bit() {
            return bit;
        }
    }

    /** Flags (NTF_*, and NTF_EXT_* from bit 8). */
    public enum NeighbourFlag {
        /** In use. */
        USE(0x01),
        /** The device itself, not its bridge. */
        SELF(0x02),
        /** The device's bridge. */
        MASTER(0x04),
        /** Answered for by this host. */
        PROXY(0x08),
        /** Learned by a control plane. */
        EXT_LEARNED(0x10),
        /** Offloaded to hardware. */
        OFFLOADED(0x20),
        /** Does not move. */
        STICKY(0x40),
        /** A router. */
        ROUTER(0x80),
        /** Kept resolved by the kernel. */
        MANAGED(0x100);

        private final int bit;

        NeighbourFlag(int bit) {
            this.bit = bit;
        }

        /** The kernel's bit. */
        public int bit() {
            return bit;
        }
    }
}
