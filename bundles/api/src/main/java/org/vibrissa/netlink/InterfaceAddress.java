package org.vibrissa.netlink;

import java.util.EnumSet;
import java.util.Set;
import org.vibrissa.net.IpPrefix;

/**
 * An address of an interface.
 *
 * @param interfaceIndex the interface
 * @param prefix the address with the length of its on-link prefix
 * @param scope its reach
 * @param flags those set
 */
public record InterfaceAddress(
        int interfaceIndex, IpPrefix prefix, Scope scope, Set<AddressFlag> flags) {

    /** Copies the flags. */
    public InterfaceAddress {
        flags = Set.copyOf(flags);
    }

    /** A global address without flags. */
    public static InterfaceAddress of(int interfaceIndex, IpPrefix prefix) {
        return new InterfaceAddress(interfaceIndex, prefix, Scope.UNIVERSE, Set.of());
    }

    /** With that scope. */
    public InterfaceAddress withScope(Scope value) {
        return new InterfaceAddress(interfaceIndex, prefix, value, flags);
    }

    /** With that flag too. */
    public InterfaceAddress with(AddressFlag flag) {
        EnumSet<AddressFlag> all = EnumSet.of(flag);
        all.addAll(flags);
        return new InterfaceAddress(interfaceIndex, prefix, scope, all);
    }

    /** Address flags (IFA_F_*). */
    public enum AddressFlag {
        /** Another address of the same subnet came first (IPv4), or temporary (IPv6). */
        SECONDARY(0x01),
        /** No duplicate address detection (IPv6). */
        NODAD(0x02),
        /** Usable while duplicate detection runs (IPv6). */
        OPTIMISTIC(0x04),
        /** Duplicate detected (IPv6). */
        DADFAILED(0x08),
        /** Mobile IPv6 home address. */
        HOMEADDRESS(0x10),
        /** Not for new connections. */
        DEPRECATED(0x20),
        /** Duplicate detection has not ended (IPv6). */
        TENTATIVE(0x40),
        /** Has no lifetime. */
        PERMANENT(0x80),
        /** Template for temporary addresses (IPv6). */
        MANAGETEMPADDR(0x100),
        /** The kernel makes no route for the prefix. */
        NOPREFIXROUTE(0x200),
        /** Joins multicast groups. */
        MCAUTOJOIN(0x400),
        /** RFC 7217 (IPv6). */
        STABLE_PRIVACY(0x800);

        private final int bit;

        AddressFlag(int bit) {
            this.bit = bit;
        }

        /** The kernel's bit. */
        public int bit() {
            return bit;
        }
    }
}
