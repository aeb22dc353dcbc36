package org.vibrissa.health.internal.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vibrissa.health.Health;
import org.vibrissa.health.HealthReport;
import org.vibrissa.health.Leg;
import org.vibrissa.health.NodeHealth;
import org.vibrissa.health.PathHealth;
import org.vibrissa.health.PathHealth.Role;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;

class HealthFiguresTest {
    private static final Leg GOOD = Leg.UNKNOWN.answered(Duration.ofMillis(2), Instant.EPOCH);
    private static final Leg BAD = GOOD.failed("timeout").failed("timeout").failed("timeout");

    private static PathHealth path(Role role, int host, String mode, boolean counts, Leg leg)
            throws UnknownHostException {
        byte[] address = {10, 0, 0, (byte) host};
        return new PathHealth(role, InetAddress.getByAddress(address), mode, counts, leg, leg);
    }

    private static Map<String, Double> figures(NodeHealth... nodes) {
        HealthReport report =
                new HealthReport(Instant.EPOCH, Duration.ofSeconds(1), "", List.of(nodes));
        Map<String, Double> figures = new TreeMap<>();
        new HealthFigures(new Fixed(report))
                .collect(
                        new MetricSink() {
                            @Override
                            public void put(MetricFamily family, double value, String... labels) {
                                figures.put(
                                        family.name().replace("vibrissa_", "")
                                                + " "
                                                + String.join(" ", labels),
                                        value);
                            }

                            @Override
                            public void histogram(
                                    MetricFamily family,
                                    long[] counts,
                                    double sum,
                                    String... labels) {
                                throw new AssertionError(family);
                            }
                        });
        return figures;
    }

    private record Fixed(HealthReport snapshot) implements Health {
        @Override
        public NodeHealth probeNow(String node, Duration patience) {
            throw new AssertionError("a scrape must not wait for probes");
        }

        @Override
        public NodeHealth probeNow(String node, String mode, Duration patience) {
            throw new AssertionError("a scrape must not wait for probes");
        }
    }

    @Test
    void countsHostsThatAreNotReachedByWhatTheyLack() throws UnknownHostException {
        Map<String, Double> figures =
                figures(
                        new NodeHealth("a", true, "", List.of(path(Role.HOST, 1, "", true, BAD))),
                        new NodeHealth(
                                "b",
                                false,
                                "default",
                                List.of(
                                        path(Role.HOST, 2, "", true, GOOD),
                                        path(Role.ENDPOINT, 3, "vxlan", true, BAD),
                                        path(Role.ENDPOINT, 3, "native", false, GOOD))),
                        new NodeHealth(
                                "c", false, "default", List.of(path(Role.HOST, 4, "", true, BAD))));
        assertEquals(1, figures.get("unreachable_nodes "));
        assertEquals(1, figures.get("unreachable_health_endpoints "));
        assertEquals(1, figures.get("node_health_connectivity_status node reachable"));
        assertEquals(2, figures.get("node_health_connectivity_status node unreachable"));
        assertEquals(0, figures.get("node_health_connectivity_status endpoint reachable"));
        assertEquals(1, figures.get("node_health_connectivity_status endpoint unreachable"));
    }

    @Test
    void tellsTheLatencyOfPathsThatAnswerAlone() throws UnknownHostException {
        Map<String, Double> figures =
                figures(
                        new NodeHealth(
                                "b",
                                false,
                                "default",
                                List.of(
                                        path(Role.HOST, 2, "", true, BAD),
                                        path(Role.ENDPOINT, 3, "native", false, GOOD))));
        assertEquals(
                Map.of(
                        "node_health_connectivity_latency_seconds b endpoint 10.0.0.3 native icmp",
                        0.002,
                        "node_health_connectivity_latency_seconds b endpoint 10.0.0.3 native tcp",
                        0.002),
                new TreeMap<>(figures)
                        .tailMap("node_health_connectivity_latency")
                        .headMap("node_health_connectivity_status"));
    }
}
