package org.vibrissa.flow.internal.names;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.vibrissa.net.IpPrefix;

/**
 * What events have of a party: an address, or the number of an endpoint of this host.
 *
 * @param family 4, 6, or 0 for an endpoint's number
 * @param high highest half of an IPv6 address, else 0
 * @param low lowest half; an IPv4 address is in the low 32 bits
 */
record PlaceKey(int family, long high, long low) {
    private static final int V4 = 4;
    private static final int V6 = 6;
    private static final int V4_BITS = 32;
    private static final int HALF_BITS = 64;

    static PlaceKey endpoint(int id) {
        return new PlaceKey(0, 0, id);
    }

    static PlaceKey of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return bytes.remaining() == Integer.BYTES
                ? new PlaceKey(V4, 0, Integer.toUnsignedLong(bytes.getInt()))
                : new PlaceKey(V6, bytes.getLong(), bytes.getLong());
    }

    /** The prefix's lowest address. */
    static PlaceKey of(IpPrefix prefix) {
        return of(prefix.address()).masked(prefix.length());
    }

    boolean isIpv6() {
        return family == V6;
    }

    /** An address' first bits, the others 0. */
    PlaceKey masked(int bits) {
        return family == V4
                ? new PlaceKey(V4, 0, low & mask(bits + HALF_BITS - V4_BITS))
                : new PlaceKey(V6, high & mask(bits), low & mask(bits - HALF_BITS));
    }

    private static long mask(int bits) {
        if (bits <= 0) {
            return 0;
        }
        return bits >= HALF_BITS ? -1L : -1L << (HALF_BITS - bits);
    }
}
