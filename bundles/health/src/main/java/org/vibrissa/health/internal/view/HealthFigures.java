package org.vibrissa.health.internal.view;

import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.health.Health;
import org.vibrissa.health.HealthReport;
import org.vibrissa.health.Leg;
import org.vibrissa.health.NodeHealth;
import org.vibrissa.health.PathHealth;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;
import org.vibrissa.net.IpAddresses;

/** Which hosts are reached, and how fast. */
@Component
public final class HealthFigures implements MetricSource {
    private static final MetricFamily UNREACHABLE_NODES =
            MetricFamily.gauge(
                            "vibrissa_unreachable_nodes",
                            "Other hosts whose own address does not answer probes.")
                    .like("cilium_unreachable_nodes");
    private static final MetricFamily UNREACHABLE_ENDPOINTS =
            MetricFamily.gauge(
                            "vibrissa_unreachable_health_endpoints",
                            "Other hosts whose health endpoint does not answer probes by the mode in"
                                    + " force.")
                    .like("cilium_unreachable_health_endpoints");
    private static final MetricFamily STATUS =
            MetricFamily.gauge(
                            "vibrissa_node_health_connectivity_status",
                            "Paths that count, by what they lead to and what probes found.",
                            "type",
                            "status")
                    .like("cilium_node_health_connectivity_status");
    private static final MetricFamily LATENCY =
            MetricFamily.gauge(
                            "vibrissa_node_health_connectivity_latency_seconds",
                            "Round-trip time of the last answer.",
                            "target_node",
                            "type",
                            "address",
                            "mode",
                            "protocol")
                    .like("cilium_node_health_connectivity_latency_seconds");

    private final Health health;

    @Activate
    public HealthFigures(@Reference Health health) {
        this.health = health;
    }

    @Override
    public List<MetricFamily> families() {
        return List.of(UNREACHABLE_NODES, UNREACHABLE_ENDPOINTS, STATUS, LATENCY);
    }

    @Override
    public void collect(MetricSink sink) {
        HealthReport report = health.snapshot();
        sink.put(UNREACHABLE_NODES, unreachable(report, PathHealth.Role.HOST));
        sink.put(UNREACHABLE_ENDPOINTS, unreachable(report, PathHealth.Role.ENDPOINT));
        for (PathHealth.Role role : PathHealth.Role.values()) {
            for (Leg.State state : Leg.State.values()) {
                long paths =
                        report.nodes().stream()
                                .flatMap(node -> node.paths().stream())
                                .filter(PathHealth::counts)
                                .filter(path -> path.role() == role && path.state() == state)
                                .count();
                sink.put(STATUS, paths, type(role), state.name().toLowerCase(Locale.ROOT));
            }
        }
        for (NodeHealth node : report.nodes()) {
            node.paths().forEach(path -> latency(sink, node, path));
        }
    }

    private static long unreachable(HealthReport report, PathHealth.Role role) {
        return report.nodes().stream()
                .filter(node -> !node.self())
                .filter(
                        node ->
                                node.paths().stream()
                                        .anyMatch(
                                                path ->
                                                        path.counts()
                                                                && path.role() == role
                                                                && path.state()
                                                                        == Leg.State.UNREACHABLE))
                .count();
    }

    private static String type(PathHealth.Role role) {
        return role == PathHealth.Role.HOST ? "node" : "endpoint";
    }

    private static void latency(MetricSink sink, NodeHealth node, PathHealth path) {
        leg(sink, node, path, path.icmp(), "icmp");
        leg(sink, node, path, path.tcp(), "tcp");
    }

    private static void leg(
            MetricSink sink, NodeHealth node, PathHealth path, Leg leg, String protocol) {
        leg.rtt()
                .filter(rtt -> leg.state() == Leg.State.REACHABLE)
                .ifPresent(
                        rtt ->
                                sink.put(
                                        LATENCY,
                                        rtt.toNanos() / 1e9,
                                        node.name(),
                                        type(path.role()),
                                        IpAddresses.format(path.address()),
                                        path.mode(),
                                        protocol));
    }
}
