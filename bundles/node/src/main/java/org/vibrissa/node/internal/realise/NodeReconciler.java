package org.vibrissa.node.internal.realise;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.datapath.Paths.Hop;
import org.vibrissa.ipam.Ipam;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.netlink.Netlink;
import org.vibrissa.netlink.NetlinkEvent;
import org.vibrissa.netlink.Rtnetlink;
import org.vibrissa.node.Peer;
import org.vibrissa.node.internal.modes.ForwardModes;
import org.vibrissa.node.internal.modes.GroupBook;
import org.vibrissa.node.internal.spec.NodeKind;
import org.vibrissa.node.internal.spec.PathGroupKind;
import org.vibrissa.runtime.Node;
import org.vibrissa.state.ResourceEvent;
import org.vibrissa.state.ResourceListener;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.Subscription;

/**
 * Brings the kernel to the declared nodes and groups: one pass after the other on one thread, after
 * a change in the store, of routes, devices or addresses, and of modes. The first pass is made when
 * nodes, groups and pools are all known, so nothing of an earlier daemon is taken for nobody's.
 */
@Component(service = NodeReconciler.class, immediate = true, configurationPid = NodeSettings.PID)
public final class NodeReconciler {
    private static final Logger LOG = LoggerFactory.getLogger(NodeReconciler.class);
    private static final long RETRY_MS = 3000;

    private final Node self;
    private final ResourceStore store;
    private final Ipam ipam;
    private final Rtnetlink net;
    private final HostAddresses host;
    private final ForwardModes modes;
    private final GroupBook book;
    private final PeerTable table;
    private final NodeRealiser nodes;
    private final GroupRealiser groups;
    private final HopNeighbours neighbours;
    private final OwnNode own;
    private final Statuses statuses;
    private final Worker worker = new Worker(this::pass);
    private final Runnable modesChanged = worker::soon;
    private final Set<String> awaited = ConcurrentHashMap.newKeySet();
    private final List<Subscription> watches = new ArrayList<>();
    private final Rtnetlink.Subscription links;
    private final Map<String, Known> ways = new HashMap<>();
    private volatile NodeSettings settings;
    private volatile boolean routesChanged = true;
    private volatile Optional<String> problem = Optional.of("nodes are not known yet");

    /**
     * A way with what it was looked up for.
     *
     * @param hops those of the node's other addresses too, by which a mode may send to it
     */
    private record Known(List<InetAddress> addresses, Way way, Set<Hop> hops) {}

    @Activate
    public NodeReconciler(
            @Reference Node self,
            @Reference ResourceStore store,
            @Reference NodeKind nodeKind,
            @Reference PathGroupKind groupKind,
            @Reference Ipam ipam,
            @Reference Netlink netlink,
            @Reference HostAddresses host,
            @Reference ForwardModes modes,
            @Reference GroupBook book,
            @Reference PeerTable table,
            @Reference NodeRealiser nodes,
            NodeSettings settings) {
        this.self = self;
        this.store = store;
        this.ipam = ipam;
        this.net = netlink.own();
        this.host = host;
        this.modes = modes;
        this.book = book;
        this.table = table;
        this.nodes = nodes;
        this.groups = new GroupRealiser(modes, book);
        this.neighbours = new HopNeighbours(net);
        this.own = new OwnNode(store, self.name());
        this.statuses = new Statuses(store, book);
        this.settings = settings;
        this.links =
                net.subscribe(
                        EnumSet.of(
                                Rtnetlink.EventGroup.LINK,
                                Rtnetlink.EventGroup.ADDRESS,
                                Rtnetlink.EventGroup.ROUTE),
                        "vib-node-routes",
                        this::netChanged);
        modes.listen(modesChanged);
        List<String> kinds = List.of(NodeKind.NAME, PathGroupKind.NAME, "IpPool");
        awaited.addAll(kinds);
        for (String kind : kinds) {
            watches.add(
                    store.watch(
                            kind,
                            "vib-watch-" + kind.toLowerCase(java.util.Locale.ROOT),
                            follow(kind)));
        }
    }

    /** Follows the settings. */
    @Modified
    void modified(NodeSettings next) {
        settings = next;
        routesChanged = true;
        worker.soon();
    }

    /** Stops following; what is in the kernel stays as it is. */
    @Deactivate
    void deactivate() {
        watches.forEach(Subscription::close);
        links.close();
        modes.forget(modesChanged);
        worker.stop();
    }

    private ResourceListener follow(String kind) {
        return new ResourceListener() {
            @Override
            public void changed(ResourceEvent event) {
                worker.soon();
            }

            @Override
            public void initialised() {
                awaited.remove(kind);
                worker.soon();
            }
        };
    }

    /** Our own routes by vib_host change no way to a node: they are to what lies behind nodes. */
    private void netChanged(NetlinkEvent event) {
        boolean neighbour =
                event instanceof NetlinkEvent.NeighbourChanged
                        || event instanceof NetlinkEvent.NeighbourRemoved;
        if (!neighbour) {
            routesChanged = true;
            worker.soon();
        }
    }

    private void pass() {
        if (!awaited.isEmpty()) {
            return;
        }
        boolean lookUp = routesChanged;
        routesChanged = false;
        NodeSettings now = settings;
        List<InetAddress> before = host.underlay();
        List<InetAddress> addresses = addresses(now);
        List<IpPrefix> pools =
                ipam.pools().stream().flatMap(pool -> pool.networks().stream()).toList();
        Optional<String> unpublished = own.publish(addresses, pools, labels(now));
        Declared declared = Declared.read(store.snapshot(), self.name(), host, pools);
        boolean anew = lookUp || !addresses.equals(before);
        lookUp(declared.peers().values(), addresses, now, anew);
        Map<String, Way> toNodes = new LinkedHashMap<>();
        ways.forEach((name, known) -> toNodes.put(name, known.way()));
        neighbours.keep(hops(), anew);
        nodes.attach(toNodes);
        groups.realise(declared, toNodes, pools);
        nodes.realise(declared, toNodes);
        groups.prune();
        table.publish(
                List.copyOf(declared.peers().values()), declared.wanted(), mtu(declared, toNodes));
        statuses.tell(declared, toNodes, groups, nodes, own.resource(), unpublished);
        if (!problem.equals(unpublished)) {
            unpublished.ifPresent(text -> LOG.warn("this host's own node: {}", text));
        }
        problem = unpublished;
        if (groups.failed()) {
            worker.later(RETRY_MS);
        }
    }

    private List<InetAddress> addresses(NodeSettings now) {
        List<InetAddress> configured = new ArrayList<>();
        for (String text : now.addresses()) {
            try {
                configured.add(IpAddresses.parse(text));
            } catch (IllegalArgumentException e) {
                LOG.error("node.addresses: {}", e.getMessage());
            }
        }
        return host.choose(configured, own.published());
    }

    private static Map<String, String> labels(NodeSettings now) {
        Map<String, String> labels = new HashMap<>();
        for (String text : now.labels()) {
            int equals = text.indexOf('=');
            if (equals > 0) {
                labels.put(text.substring(0, equals).trim(), text.substring(equals + 1).trim());
            } else {
                LOG.error("node.labels: \"{}\" is not KEY=VALUE", text);
            }
        }
        return labels;
    }

    private void lookUp(
            Collection<Peer> peers, List<InetAddress> addresses, NodeSettings now, boolean all) {
        Ways pass = new Ways(net, addresses, now.mtu());
        ways.keySet().retainAll(peers.stream().map(Peer::name).toList());
        for (Peer peer : peers) {
            Known known = ways.get(peer.name());
            if (all || known == null || !known.addresses().equals(peer.addresses())) {
                Optional<Way> last = Optional.ofNullable(known).map(Known::way);
                Way way = pass.to(peer.addresses(), last);
                ways.put(peer.name(), new Known(peer.addresses(), way, hops(peer, way, pass)));
            }
        }
    }

    private static Set<Hop> hops(Peer peer, Way way, Ways pass) {
        Set<Hop> hops = new HashSet<>(way.hops());
        for (InetAddress address : peer.addresses()) {
            if (!address.equals(way.address())) {
                hops.addAll(pass.to(List.of(address), Optional.of(way)).hops());
            }
        }
        return hops;
    }

    private Set<Hop> hops() {
        Set<Hop> all = new HashSet<>();
        ways.values().forEach(known -> all.addAll(known.hops()));
        return all;
    }

    /** Next hops that the kernel keeps known for us. */
    public List<String> neighbours() {
        return neighbours.list();
    }

    private int mtu(Declared declared, Map<String, Way> toNodes) {
        return declared.peers().values().stream()
                .mapToInt(peer -> nodes.mtu(peer, toNodes.get(peer.name())))
                .min()
                .orElse(0);
    }

    /** Asks for a pass. */
    void soon() {
        worker.soon();
    }

    /** Between two passes, as if it were one; what it changes is in the kernel when it returns. */
    <T> T between(java.util.function.Function<GroupRealiser, T> task) {
        return worker.call(
                () -> {
                    if (!awaited.isEmpty()) {
                        throw new IllegalStateException("nodes are not known yet; try again");
                    }
                    if (!table.known()) {
                        pass();
                    }
                    return task.apply(groups);
                });
    }

    /** As {@link #between}, followed by a pass before it returns. */
    void change(java.util.function.Consumer<GroupRealiser> task) {
        between(
                realiser -> {
                    try {
                        task.accept(realiser);
                    } finally {
                        pass();
                    }
                    return true;
                });
    }

    /** Bytes that get to every node of a group with this much growth at least; 0 without nodes. */
    int groupMtu(String group, int overheadIpv4, int overheadIpv6) {
        return between(
                realiser ->
                        table.list().stream()
                                .filter(peer -> peer.group().equals(group))
                                .map(peer -> ways.get(peer.name()).way())
                                .mapToInt(
                                        way ->
                                                way.mtu()
                                                        - overhead(
                                                                group,
                                                                InnerMtu.outerIpv6(way),
                                                                overheadIpv4,
                                                                overheadIpv6))
                                .min()
                                .orElse(0));
    }

    private int overhead(String group, boolean ipv6, int overheadIpv4, int overheadIpv6) {
        int accepted = book.get(group).map(record -> record.overhead(ipv6)).orElse(0);
        return Math.max(accepted, ipv6 ? overheadIpv6 : overheadIpv4);
    }

    /** Why this host is not published; empty when all is well. */
    public Optional<String> problem() {
        return problem;
    }

    /** Takes everything out of the kernel; nothing brings it back until the next start. */
    public void purge() {
        watches.forEach(Subscription::close);
        links.close();
        modes.forget(modesChanged);
        worker.stop();
        nodes.clear();
        neighbours.clear();
        for (String mode : modes.names()) {
            modes.get(mode).ifPresent(org.vibrissa.node.ForwardMode::retire);
        }
        book.clear();
    }
}
