package org.vibrissa.node.internal.modes;

import org.vibrissa.node.ForwardMode;

/**
 * A mode that a group accepts, with what must be known of it even before its bundle has started.
 *
 * @param mode its name
 * @param slot its forward slot
 * @param overheadIpv4 bytes a packet grows by over an IPv4 underlay
 * @param overheadIpv6 the same over IPv6
 */
public record Accepted(String mode, int slot, int overheadIpv4, int overheadIpv6) {
    public static Accepted of(ForwardMode mode) {
        return new Accepted(mode.name(), mode.slot(), mode.overhead(false), mode.overhead(true));
    }

    public int overhead(boolean outerIpv6) {
        return outerIpv6 ? overheadIpv6 : overheadIpv4;
    }
}
