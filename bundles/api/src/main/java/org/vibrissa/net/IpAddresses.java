package org.vibrissa.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Reads and writes IP addresses as literals; never resolves a name. */
public final class IpAddresses {

    private IpAddresses() {}

    /**
     * Reads an IPv4 literal (dotted quad, no leading zeros) or an IPv6 literal (RFC 4291, without
     * zone).
     *
     * @throws IllegalArgumentException when the text is anything else
     */
    public static InetAddress parse(String text) {
        return of(text.indexOf(':') >= 0 ? Ipv6Text.parse(text) : Ipv4Text.parse(text));
    }

    /**
     * An address from 4 or 16 bytes in network order. 16 bytes always give an {@link Inet6Address},
     * also for IPv4-mapped ones.
     *
     * @throws IllegalArgumentException for another length
     */
    public static InetAddress of(byte[] bytes) {
        try {
            return bytes.length == 16
                    ? Inet6Address.getByAddress(null, bytes, -1)
                    : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "an IP address has 4 or 16 bytes, not " + bytes.length, e);
        }
    }

    /** The address as text: dotted quad, or RFC 5952 (lower case, longest zero run shortened). */
    public static String format(InetAddress address) {
        return address instanceof Inet6Address
                ? Ipv6Text.format(address.getAddress())
                : address.getHostAddress();
    }

    /** Whether the address is an IPv6 one. */
    public static boolean isIpv6(InetAddress address) {
        return address instanceof Inet6Address;
    }

    /** The width of the address's family in bits: 32 or 128. */
    public static int bits(InetAddress address) {
        return isIpv6(address) ? 128 : 32;
    }

    /** {@code 0.0.0.0} or {@code ::}. */
    public static InetAddress unspecified(boolean ipv6) {
        return of(new byte[ipv6 ? 16 : 4]);
    }
}
