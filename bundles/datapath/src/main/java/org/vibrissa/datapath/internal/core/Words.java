package org.vibrissa.datapath.internal.core;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.vibrissa.net.IpAddresses;

/** IP addresses as the records' form of C's {@code __be32 addr[4]}: words in host order. */
public final class Words {
    private Words() {}

    /** 4 for IPv4, 6 for IPv6. */
    public static int family(InetAddress address) {
        return IpAddresses.isIpv6(address) ? 6 : 4;
    }

    public static int[] of(InetAddress address) {
        byte[] bytes = address.getAddress();
        ByteBuffer in = ByteBuffer.allocate(16).put(0, bytes);
        return new int[] {in.getInt(0), in.getInt(4), in.getInt(8), in.getInt(12)};
    }

    public static InetAddress address(int family, int... words) {
        int length = family == 6 ? 4 : 1;
        ByteBuffer out = ByteBuffer.allocate(4 * length);
        for (int i = 0; i < length; i++) {
            out.putInt(words[i]);
        }
        return IpAddresses.of(out.array());
    }
}
