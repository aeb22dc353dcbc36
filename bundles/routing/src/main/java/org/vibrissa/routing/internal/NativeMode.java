package org.vibrissa.routing.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.datapath.ClaimRefused;
import org.vibrissa.datapath.Pipeline;
import org.vibrissa.datapath.Slots;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.netlink.Netlink;
import org.vibrissa.netlink.Rtnetlink;
import org.vibrissa.netlink.Sysctl;
import org.vibrissa.node.ForwardMode;
import org.vibrissa.node.Peer;
import org.vibrissa.runtime.Node;

/**
 * Forward mode {@code native}. The stage takes its next hops from the table of nodes; here are the
 * routes that show the same and carry packets when the stage does not, the ways of IPv6 packets to
 * nodes that are reached over IPv4, and what the kernel needs to let the peers' packets in.
 */
@Component(
        service = {ForwardMode.class, NativeMode.class},
        configurationPid = RoutingSettings.PID)
public final class NativeMode implements ForwardMode {
    private static final Logger LOG = LoggerFactory.getLogger(NativeMode.class);

    private final Rtnetlink net;
    private final Stage stage;
    private final PeerRoutes routes;
    private final ReversePath reversePath;
    private boolean gateways;
    private List<Peer> peers = List.of();
    private List<PrefixRoute> state = List.of();
    private Optional<NetworkChanges> changes = Optional.empty();

    @Activate
    public NativeMode(
            @Reference BpfLoader loader,
            @Reference Pipeline pipeline,
            @Reference Netlink netlink,
            @Reference Sysctl sysctl,
            @Reference Node node,
            RoutingSettings settings) {
        this(
                netlink.own(),
                new NativeStage(loader, pipeline),
                new ReversePath(
                        new Kernel(sysctl),
                        netlink.own().links(),
                        node.runDir().resolve("rp_filter.before")),
                settings);
    }

    NativeMode(Rtnetlink net, Stage stage, ReversePath reversePath, RoutingSettings settings) {
        this.net = net;
        this.stage = stage;
        this.routes = new PeerRoutes(net);
        this.reversePath = reversePath;
        this.gateways = mayUseGateways(settings);
        if (stage.inherited()) {
            // At once: a new version takes over before the old one goes.
            stage.claim();
        }
    }

    private record Kernel(Sysctl sysctl) implements ReversePath.Settings {
        @Override
        public String read(String key) {
            return sysctl.read(key);
        }

        @Override
        public void write(String key, String value) {
            sysctl.write(key, value);
        }
    }

    private static boolean mayUseGateways(RoutingSettings settings) {
        return settings.next_hop().equals("gateway");
    }

    /** A new next-hop setting is in force at once. */
    @Modified
    synchronized void modified(RoutingSettings settings) {
        gateways = mayUseGateways(settings);
        if (changes.isPresent()) {
            bring();
        }
    }

    /** Routes and stage stay: packets go on while the bundle is changed or the daemon starts. */
    @Deactivate
    synchronized void deactivate() {
        changes.ifPresent(NetworkChanges::close);
        changes = Optional.empty();
    }

    @Override
    public String name() {
        return "native";
    }

    @Override
    public int slot() {
        return Slots.FORWARD_NATIVE;
    }

    @Override
    public int overhead(boolean outerIpv6) {
        return 0;
    }

    @Override
    public synchronized List<String> check(List<Peer> candidates) {
        return routes.check(candidates, gateways);
    }

    @Override
    public synchronized void prepare(List<Peer> wanted) {
        peers = List.copyOf(wanted);
        try {
            stage.claim();
        } catch (ClaimRefused e) {
            throw new IllegalStateException("slot 22 cannot be had: " + e.getMessage(), e);
        }
        if (changes.isEmpty()) {
            changes = Optional.of(new NetworkChanges(net, this::follow));
        }
        bring();
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            throw new IllegalStateException(String.join("; ", problems));
        }
    }

    private synchronized void follow() {
        if (changes.isEmpty()) {
            return;
        }
        List<String> before = problems();
        bring();
        List<String> now = problems();
        if (!now.equals(before)) {
            if (now.isEmpty()) {
                LOG.info("native routes to all other hosts are in force again");
            } else {
                LOG.warn("native routes are not in force: {}", String.join("; ", now));
            }
        }
    }

    private void bring() {
        Map<Integer, List<Way>> ways = new HashMap<>();
        for (Peer peer : peers) {
            if (reachedByIpv4(peer) && peer.prefixes().stream().anyMatch(IpPrefix::isIpv6)) {
                List<Way> found = routes.waysOfIpv6(peer, gateways);
                if (!found.isEmpty()) {
                    ways.put(peer.id(), found);
                }
            }
        }
        stage.waysOfIpv6(ways);
        state = List.copyOf(routes.apply(peers, gateways));
        reversePath.loosen(devices());
    }

    private static boolean reachedByIpv4(Peer peer) {
        return !peer.addresses().isEmpty() && !IpAddresses.isIpv6(peer.addresses().get(0));
    }

    private Set<Integer> devices() {
        return state.stream()
                .flatMap(route -> route.ways().stream())
                .map(Way::ifindex)
                .collect(Collectors.toSet());
    }

    private List<String> problems() {
        return state.stream().flatMap(route -> route.problem().stream()).distinct().toList();
    }

    @Override
    public synchronized void retire() {
        changes.ifPresent(NetworkChanges::close);
        changes = Optional.empty();
        peers = List.of();
        state = List.of();
        stage.release();
        routes.removeAll();
        reversePath.restore();
    }

    @Override
    public synchronized Traffic traffic() {
        return stage.traffic();
    }

    /** Every prefix of the peers, in their order. */
    synchronized List<PrefixRoute> state() {
        return state;
    }

    /** Whether any group uses the mode. */
    synchronized boolean inUse() {
        return changes.isPresent();
    }

    /** Our routes as the kernel has them. */
    synchronized Map<IpPrefix, String> routesInKernel() {
        return routes.inKernel();
    }

    /** Kernel settings as they were before us, by key. */
    synchronized Map<String, String> settingsBefore() {
        return reversePath.before();
    }
}
