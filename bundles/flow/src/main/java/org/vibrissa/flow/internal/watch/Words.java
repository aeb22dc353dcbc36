package org.vibrissa.flow.internal.watch;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.vibrissa.net.IpAddresses;

/** IP addresses as the records' form of C's {@code __be32 addr[4]}: words in host order. */
final class Words {
    private static final int V6 = 6;

    private Words() {}

    static int[] of(InetAddress address) {
        ByteBuffer in = ByteBuffer.allocate(16).put(0, address.getAddress());
        return new int[] {in.getInt(0), in.getInt(4), in.getInt(8), in.getInt(12)};
    }

    static InetAddress address(int family, int... words) {
        int length = family == V6 ? words.length : 1;
        ByteBuffer out = ByteBuffer.allocate(Integer.BYTES * length);
        for (int i = 0; i < length; i++) {
            out.putInt(words[i]);
        }
        return IpAddresses.of(out.array());
    }
}
