package org.vibrissa.overlay.internal;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.vibrissa.bpf.Features;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.node.Peer;

/** What keeps tunnels to these peers from working, as far as addresses and the kernel tell. */
final class Obstacles {
    private final Features features;
    private final Set<InetAddress> own;

    Obstacles(Features features, Set<InetAddress> own) {
        this.features = features;
        this.own = own;
    }

    List<String> of(List<Peer> peers) {
        List<String> all = new ArrayList<>();
        if (!features.redirectNeigh()) {
            all.add("kernel " + features.kernelRelease() + " lacks bpf_redirect_neigh (5.10)");
        }
        for (Peer peer : peers) {
            if (peer.addresses().isEmpty()) {
                all.add("node " + peer.name() + " has no underlay address");
            } else {
                add(all, peer, peer.addresses().get(0));
            }
        }
        return all;
    }

    private void add(List<String> all, Peer peer, InetAddress address) {
        boolean ipv6 = IpAddresses.isIpv6(address);
        String text = IpAddresses.format(address);
        if (own.contains(address)) {
            all.add("node %s has %s, an address of this host".formatted(peer.name(), text));
        }
        if (own.stream().noneMatch(a -> IpAddresses.isIpv6(a) == ipv6)) {
            all.add(
                    "node %s is at %s, and this host has no %s address"
                            .formatted(peer.name(), text, ipv6 ? "IPv6" : "IPv4"));
        }
        if (!features.decapL3() && peer.prefixes().stream().anyMatch(p -> p.isIpv6() != ipv6)) {
            all.add(
                    "node %s at %s: kernel %s takes only %s out of an %s tunnel (both since 6.3)"
                            .formatted(
                                    peer.name(),
                                    text,
                                    features.kernelRelease(),
                                    ipv6 ? "IPv6" : "IPv4",
                                    ipv6 ? "IPv6" : "IPv4"));
        }
    }
}
