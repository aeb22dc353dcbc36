package org.vibrissa.node.internal.realise;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.datapath.HostDevice;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.datapath.Paths;
import org.vibrissa.datapath.Underlay;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.node.Peer;
import org.vibrissa.node.internal.modes.GroupBook;
import org.vibrissa.node.internal.modes.GroupRecord;

/** Writes nodes to the kernel: how to get there, what is behind them. One thread at a time. */
@Component(service = NodeRealiser.class)
public final class NodeRealiser {
    static final String OWNER = "node";
    static final int PRIORITY = 50;

    /** Reserved identity of what is not known better. */
    private static final int WORLD_IDENTITY = 2;

    /** Reserved identity of other hosts themselves. */
    private static final int REMOTE_NODE_IDENTITY = 6;

    private final Paths paths;
    private final Ipcache ipcache;
    private final HostDevice host;
    private final Underlay underlay;
    private final GroupBook book;
    private Map<Integer, Paths.NodeEntry> written;
    private Map<IpPrefix, Ipcache.Entry> meanings;
    private Map<IpPrefix, Integer> routes;
    private Set<Integer> devices = Set.of();

    @Activate
    public NodeRealiser(
            @Reference Paths paths,
            @Reference Ipcache ipcache,
            @Reference HostDevice host,
            @Reference Underlay underlay,
            @Reference GroupBook book) {
        this.paths = paths;
        this.ipcache = ipcache;
        this.host = host;
        this.underlay = underlay;
        this.book = book;
    }

    /** Bytes of IP that get to a peer, whichever mode that its group accepts carries them. */
    int mtu(Peer peer, Way way) {
        int overhead =
                book.get(peer.group())
                        .map(record -> record.overhead(InnerMtu.outerIpv6(way)))
                        .orElse(0);
        return way.mtu() - overhead;
    }

    /** Roots where packets of these nodes come in: before anybody is told to send. */
    void attach(Map<String, Way> ways) {
        Set<Integer> now = new HashSet<>();
        ways.values().forEach(way -> way.hops().forEach(hop -> now.add(hop.ifindex())));
        if (!now.equals(devices)) {
            underlay.require(now);
            devices = now;
        }
    }

    /**
     * Makes the nodes these. New ones are in the table before a prefix names them, and a gone one
     * leaves it after its prefixes, so that no packet meets a half of it.
     */
    void realise(Declared declared, Map<String, Way> ways) {
        Map<Integer, Paths.NodeEntry> nodes = new HashMap<>();
        Map<IpPrefix, Ipcache.Entry> behind = new HashMap<>();
        Map<IpPrefix, Integer> mtus = new HashMap<>();
        for (Peer peer : declared.peers().values()) {
            Way way = ways.get(peer.name());
            int group = book.get(peer.group()).map(GroupRecord::number).orElse(0);
            nodes.put(peer.id(), entry(peer, way, group));
            for (InetAddress address : peer.addresses()) {
                behind.put(
                        IpPrefix.host(address),
                        new Ipcache.Entry(REMOTE_NODE_IDENTITY, 0, 0, Ipcache.Place.ELSEWHERE));
            }
            for (IpPrefix prefix : peer.prefixes()) {
                behind.put(
                        prefix,
                        new Ipcache.Entry(WORLD_IDENTITY, group, peer.id(), Ipcache.Place.NODE));
                mtus.put(prefix, mtu(peer, way));
            }
        }
        write(nodes, behind, mtus);
    }

    private static Paths.NodeEntry entry(Peer peer, Way way, int group) {
        return new Paths.NodeEntry(
                way.address(), way.source(), group, way.mtu(), peer.vtepMac(), way.hops());
    }

    private void write(
            Map<Integer, Paths.NodeEntry> nodes,
            Map<IpPrefix, Ipcache.Entry> behind,
            Map<IpPrefix, Integer> mtus) {
        Map<Integer, Paths.NodeEntry> before = Optional.ofNullable(written).orElseGet(paths::nodes);
        nodes.forEach(
                (id, node) -> {
                    if (!node.equals(before.get(id))) {
                        paths.putNode(id, node);
                    }
                });
        if (!behind.equals(meanings)) {
            ipcache.replace(OWNER, PRIORITY, behind);
            meanings = behind;
        }
        if (!mtus.equals(routes)) {
            host.remotes(mtus);
            routes = mtus;
        }
        Set<Integer> gone = new HashSet<>(before.keySet());
        gone.removeAll(nodes.keySet());
        gone.forEach(paths::removeNode);
        written = nodes;
    }

    /** For a purge: as if no node had ever been declared. */
    void clear() {
        write(Map.of(), Map.of(), Map.of());
        ipcache.removeAll(OWNER);
    }
}
