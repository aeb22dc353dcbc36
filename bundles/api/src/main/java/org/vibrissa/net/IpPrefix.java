package org.vibrissa.net;

import java.net.InetAddress;

/**
 * An IP address with a prefix length. The address may have host bits set, as in an interface's
 * {@code 10.0.0.5/24}; {@link #network()} clears them.
 *
 * @param address an IPv4 or IPv6 address
 * @param length the number of leading bits that count: 0 to 32, or 0 to 128
 */
public record IpPrefix(InetAddress address, int length) {

    /**
     * @throws IllegalArgumentException when the length does not fit the family
     */
    public IpPrefix {
        if (length < 0 || length > IpAddresses.bits(address)) {
            throw new IllegalArgumentException(
                    "prefix length of %s must be 0 to %d, not %d"
                            .formatted(
                                    IpAddresses.format(address),
                                    IpAddresses.bits(address),
                                    length));
        }
    }

    /**
     * Reads {@code ADDRESS/LENGTH}, or {@code ADDRESS} alone as /32 or /128. Host bits are kept.
     *
     * @throws IllegalArgumentException when the text is neither
     */
    public static IpPrefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return host(IpAddresses.parse(text));
        }
        InetAddress address = IpAddresses.parse(text.substring(0, slash));
        String length = text.substring(slash + 1);
        if (!length.matches("0|[1-9][0-9]{0,2}")) {
            throw new IllegalArgumentException(
                    "not a prefix: \"" + text + "\" (the length after / is not a number)");
        }
        return new IpPrefix(address, Integer.parseInt(length));
    }

    /**
     * Reads a prefix which must name a network: the bits after the length are zero.
     *
     * @throws IllegalArgumentException when they are not (the text names the network that was
     *     perhaps meant), or the text is no prefix
     */
    public static IpPrefix parseNetwork(String text) {
        IpPrefix prefix = parse(text);
        if (!prefix.isNetwork()) {
            throw new IllegalArgumentException(
                    "%s has host bits set; the network is %s".formatted(text, prefix.network()));
        }
        return prefix;
    }

    /** The address alone: /32 or /128. */
    public static IpPrefix host(InetAddress address) {
        return new IpPrefix(address, IpAddresses.bits(address));
    }

    /** {@code 0.0.0.0/0} or {@code ::/0}. */
    public static IpPrefix any(boolean ipv6) {
        return new IpPrefix(IpAddresses.unspecified(ipv6), 0);
    }

    /** Whether this is an IPv6 prefix. */
    public boolean isIpv6() {
        return IpAddresses.isIpv6(address);
    }

    /** Whether it stands for one single address. */
    public boolean isHost() {
        return length == IpAddresses.bits(address);
    }

    /** Whether no bit after the length is set. */
    public boolean isNetwork() {
        return equals(network());
    }

    /** The same prefix with all bits after the length cleared. */
    public IpPrefix network() {
        byte[] bytes = address.getAddress();
        for (int i = 0; i < bytes.length; i++) {
            int keep = Math.max(0, Math.min(8, length - i * 8));
            bytes[i] &= (byte) (0xff00 >> keep);
        }
        return new IpPrefix(IpAddresses.of(bytes), length);
    }

    /** Whether the address is of this prefix's family and lies within it. */
    public boolean contains(InetAddress other) {
        return IpAddresses.isIpv6(other) == isIpv6()
                && new IpPrefix(other, length).network().equals(network());
    }

    /** Whether every address of the other prefix lies within this one. */
    public boolean contains(IpPrefix other) {
        return other.length >= length && contains(other.address);
    }

    /** Whether there is an address which lies within both. */
    public boolean overlaps(IpPrefix other) {
        return contains(other) || other.contains(this);
    }

    /** {@code ADDRESS/LENGTH}, always with the length. */
    @Override
    public String toString() {
        return IpAddresses.format(address) + "/" + length;
    }
}
