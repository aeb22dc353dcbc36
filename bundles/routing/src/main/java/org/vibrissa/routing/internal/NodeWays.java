package org.vibrissa.routing.internal;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.routing.internal.bpf.Hop;
import org.vibrissa.routing.internal.bpf.Node;

/** Ways as C's {@code struct vib_node} has them. */
final class NodeWays {
    private NodeWays() {}

    /** The first of them, as many as there is room for; equal ways, weights are not told. */
    static Node record(List<Way> ways) {
        List<Hop> hops = new ArrayList<>(Node.ZERO.hop());
        int count = Math.min(ways.size(), hops.size());
        for (int i = 0; i < count; i++) {
            InetAddress next = ways.get(i).next();
            hops.set(i, new Hop(ways.get(i).ifindex(), family(next), words(next)));
        }
        int mtu = ways.stream().limit(count).mapToInt(Way::mtu).min().orElse(0);
        return Node.ZERO
                .withFamily(ways.isEmpty() ? 0 : family(ways.get(0).next()))
                .withMtu(Math.min(mtu, 0xffff))
                .withHops(count)
                .withHop(hops);
    }

    private static int family(InetAddress address) {
        return IpAddresses.isIpv6(address) ? 6 : 4;
    }

    private static int[] words(InetAddress address) {
        ByteBuffer in = ByteBuffer.allocate(16).put(0, address.getAddress());
        return new int[] {in.getInt(0), in.getInt(4), in.getInt(8), in.getInt(12)};
    }
}
