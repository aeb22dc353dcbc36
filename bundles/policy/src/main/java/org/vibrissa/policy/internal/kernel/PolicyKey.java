package org.vibrissa.policy.internal.kernel;

import org.vibrissa.policy.internal.rule.Direction;

/**
 * A row of a set: which packets it is for. Rows of one identity and direction are prefixes of each
 * other or disjoint, and the longest holds.
 *
 * @param set number of the set, from 1
 * @param identity of the other end; 0 = any
 * @param direction of the flow's first packet, as the endpoint sees it
 * @param protocol IP protocol 0..255; {@link #ANY_PROTOCOL}
 * @param port 0..65535, the first of the prefix; ICMP: the type
 * @param portBits leading bits of the port that count, 0..16; 0 = every port
 */
public record PolicyKey(
        int set, int identity, Direction direction, int protocol, int port, int portBits) {
    /** In the place of a protocol: every one, so also every port. */
    public static final int ANY_PROTOCOL = -1;

    /** Bits of a whole port. */
    public static final int ONE_PORT = 16;

    public PolicyKey {
        if (protocol < ANY_PROTOCOL
                || protocol > 255
                || port < 0
                || port > 65535
                || portBits < 0
                || portBits > ONE_PORT
                || (protocol == ANY_PROTOCOL && portBits != 0)
                || (port & (0xffff >>> portBits)) != 0) {
            throw new IllegalArgumentException(
                    "no row: protocol %d, port %d/%d".formatted(protocol, port, portBits));
        }
    }

    /** All that the identity sends or gets. */
    public static PolicyKey all(int set, int identity, Direction direction) {
        return new PolicyKey(set, identity, direction, ANY_PROTOCOL, 0, 0);
    }

    /** Every port of a protocol. */
    public static PolicyKey protocol(int set, int identity, Direction direction, int protocol) {
        return new PolicyKey(set, identity, direction, protocol, 0, 0);
    }

    /** One port, or ICMP type. */
    public static PolicyKey port(
            int set, int identity, Direction direction, int protocol, int port) {
        return new PolicyKey(set, identity, direction, protocol, port, ONE_PORT);
    }
}
