package org.vibrissa.ipam.internal;

import java.math.BigInteger;
import java.net.InetAddress;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;

/** Addresses as numbers. */
final class Numbers {
    private Numbers() {}

    static BigInteger of(InetAddress address) {
        return new BigInteger(1, address.getAddress());
    }

    static InetAddress address(BigInteger number, boolean ipv6) {
        byte[] bytes = new byte[ipv6 ? 16 : 4];
        byte[] digits = number.toByteArray();
        int length = Math.min(digits.length, bytes.length);
        System.arraycopy(digits, digits.length - length, bytes, bytes.length - length, length);
        return IpAddresses.of(bytes);
    }

    static BigInteger first(IpPrefix prefix) {
        return of(prefix.network().address());
    }

    static BigInteger last(IpPrefix prefix) {
        int hostBits = IpAddresses.bits(prefix.address()) - prefix.length();
        return first(prefix).add(BigInteger.ONE.shiftLeft(hostBits)).subtract(BigInteger.ONE);
    }

    /** A DNS label: {@code v4-10-1-0-5}, or {@code v6-} and all eight groups. */
    static String label(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean ipv6 = bytes.length == 16;
        StringBuilder name = new StringBuilder(ipv6 ? "v6" : "v4");
        for (int i = 0; i < bytes.length; i += ipv6 ? 2 : 1) {
            int group = bytes[i] & 0xff;
            name.append('-');
            name.append(
                    ipv6
                            ? Integer.toHexString(group << 8 | bytes[i + 1] & 0xff)
                            : Integer.toString(group));
        }
        return name.toString();
    }
}
