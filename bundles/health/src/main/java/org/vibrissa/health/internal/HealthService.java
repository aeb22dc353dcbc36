package org.vibrissa.health.internal;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.datapath.Paths;
import org.vibrissa.endpoint.Endpoints;
import org.vibrissa.health.Health;
import org.vibrissa.health.HealthReport;
import org.vibrissa.health.NodeHealth;
import org.vibrissa.health.internal.host.Surroundings;
import org.vibrissa.health.internal.host.Upkeep;
import org.vibrissa.health.internal.probe.Prober;
import org.vibrissa.health.internal.probe.Way;
import org.vibrissa.mode.PathProbe;
import org.vibrissa.netlink.Echo;
import org.vibrissa.netlink.NetworkNamespaces;
import org.vibrissa.node.ForwardMode;
import org.vibrissa.node.Peers;
import org.vibrissa.runtime.Node;
import org.vibrissa.state.ResourceStore;

/**
 * Probes, and what they found. A change of the settings makes a new one of these: endpoint and
 * namespace stay meanwhile.
 */
@Component(
        service = {Health.class, PathProbe.class, HealthService.class},
        property = "service.ranking:Integer=100",
        immediate = true,
        configurationPid = HealthSettings.PID)
public final class HealthService implements Health, PathProbe {
    private final Upkeep upkeep;

    @Activate
    public HealthService(
            @Reference Node node,
            @Reference ResourceStore store,
            @Reference NetworkNamespaces namespaces,
            @Reference Echo echo,
            @Reference Endpoints endpoints,
            @Reference Ipcache ipcache,
            @Reference Paths paths,
            @Reference Peers peers,
            HealthSettings settings) {
        upkeep =
                new Upkeep(
                        new Surroundings(
                                node, store, namespaces, echo, endpoints, ipcache, paths, peers),
                        new Upkeep.Wishes(
                                settings.enabled(),
                                settings.interval(),
                                settings.rate(),
                                settings.port(),
                                List.of(settings.listen())));
    }

    /** Another way to carry packets. */
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addMode(ForwardMode mode) {
        upkeep.mode(mode.name(), mode.slot());
    }

    /** It is no more. */
    void removeMode(ForwardMode mode) {
        upkeep.noMode(mode.name());
    }

    /** Probes no more; endpoint and namespace stay. */
    @Deactivate
    void deactivate() {
        upkeep.stop();
    }

    /** What is kept up for probes. */
    public Upkeep upkeep() {
        return upkeep;
    }

    @Override
    public HealthReport snapshot() {
        return upkeep.report();
    }

    @Override
    public NodeHealth probeNow(String node, Duration patience) {
        node(node);
        await(prober().now(way -> way.node().equals(node)), patience);
        return node(node);
    }

    @Override
    public NodeHealth probeNow(String node, String mode, Duration patience) {
        List<String> known =
                node(node).paths().stream()
                        .map(path -> path.mode())
                        .filter(text -> !text.isEmpty())
                        .distinct()
                        .toList();
        if (!known.contains(mode)) {
            throw new IllegalArgumentException(
                    "node " + node + " is not probed by " + mode + "; it is by " + known);
        }
        await(prober().now(way -> way.node().equals(node) && way.mode().equals(mode)), patience);
        return node(node);
    }

    /** As {@link #probeNow(String, Duration)}, of all hosts. */
    public void probeAll(Duration patience) {
        Predicate<Way> all = way -> true;
        await(prober().now(all), patience);
    }

    private NodeHealth node(String name) {
        List<NodeHealth> nodes = snapshot().nodes();
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "node "
                                                + name
                                                + " is not probed; those that are: "
                                                + nodes.stream()
                                                        .map(NodeHealth::name)
                                                        .collect(Collectors.joining(", "))));
    }

    private Prober prober() {
        return upkeep.prober()
                .orElseThrow(
                        () -> new IllegalStateException("nothing is probed: " + upkeep.state()));
    }

    @Override
    public Map<InetAddress, Duration> probe(Collection<InetAddress> addresses, Duration patience) {
        CompletableFuture<Map<InetAddress, Duration>> round =
                upkeep.startedProber().echo(addresses, patience.toNanos());
        return await(round, patience.plusSeconds(1)) ? round.join() : Map.of();
    }

    private static boolean await(CompletableFuture<?> probes, Duration patience) {
        try {
            probes.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("probes failed", e.getCause());
        }
    }
}
