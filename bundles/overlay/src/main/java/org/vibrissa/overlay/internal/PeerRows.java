package org.vibrissa.overlay.internal;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.node.Peer;
import org.vibrissa.overlay.internal.bpf.TunnelPeer;
import org.vibrissa.overlay.internal.bpf.TunnelPeerKey;

/**
 * Who may send us tunnels: one row for each pair of a peer's address and one of ours, and one for
 * each address of ours with the peer left at zero. A peer of one format may use the other too.
 * Additions go to the kernel before removals.
 */
final class PeerRows {
    private static final int FOREIGN = 1;
    private static final int[] NOBODY = new int[4];

    private final BpfMap<TunnelPeerKey, TunnelPeer> map;
    private final Map<Format, List<Peer>> peers = new EnumMap<>(Format.class);
    private final Set<Format> inherited = EnumSet.noneOf(Format.class);
    private Set<InetAddress> own = Set.of();

    /**
     * Over that map.
     *
     * @param inherited formats that an earlier daemon had in use: until each has been told about,
     *     rows that nobody named stay
     */
    PeerRows(BpfMap<TunnelPeerKey, TunnelPeer> map, Collection<Format> inherited) {
        this.map = map;
        this.inherited.addAll(inherited);
    }

    /** This host's addresses. */
    void own(Set<InetAddress> addresses) {
        if (!own.equals(addresses)) {
            own = Set.copyOf(addresses);
            write();
        }
    }

    Set<InetAddress> own() {
        return own;
    }

    void put(Format format, List<Peer> all) {
        peers.put(format, List.copyOf(all));
        inherited.remove(format);
        write();
    }

    void remove(Format format) {
        peers.remove(format);
        inherited.remove(format);
        write();
    }

    int count(Format format) {
        return peers.getOrDefault(format, List.of()).size();
    }

    private void write() {
        Map<TunnelPeerKey, TunnelPeer> wanted = wanted();
        Map<TunnelPeerKey, TunnelPeer> there = map.entries();
        Map<TunnelPeerKey, TunnelPeer> changed = new HashMap<>(wanted);
        changed.entrySet().removeAll(there.entrySet());
        map.putAll(changed);
        if (inherited.isEmpty()) {
            Set<TunnelPeerKey> gone = new HashSet<>(there.keySet());
            gone.removeAll(wanted.keySet());
            map.deleteAll(gone);
        }
    }

    private Map<TunnelPeerKey, TunnelPeer> wanted() {
        Map<TunnelPeerKey, TunnelPeer> rows = new HashMap<>();
        if (peers.isEmpty()) {
            return rows;
        }
        for (InetAddress local : own) {
            rows.put(new TunnelPeerKey(family(local), NOBODY, words(local)), TunnelPeer.ZERO);
            for (List<Peer> of : peers.values()) {
                of.forEach(peer -> addRows(rows, peer, local));
            }
        }
        return rows;
    }

    private static void addRows(Map<TunnelPeerKey, TunnelPeer> rows, Peer peer, InetAddress local) {
        TunnelPeer value =
                TunnelPeer.ZERO
                        .withNode(peer.id())
                        .withFlags(peer.vtepMac().isPresent() ? FOREIGN : 0);
        for (InetAddress address : peer.addresses()) {
            if (family(address) == family(local)) {
                rows.put(new TunnelPeerKey(family(local), words(address), words(local)), value);
            }
        }
    }

    private static int family(InetAddress address) {
        return IpAddresses.isIpv6(address) ? 6 : 4;
    }

    private static int[] words(InetAddress address) {
        ByteBuffer in = ByteBuffer.allocate(16).put(0, address.getAddress());
        return new int[] {in.getInt(0), in.getInt(4), in.getInt(8), in.getInt(12)};
    }
}
