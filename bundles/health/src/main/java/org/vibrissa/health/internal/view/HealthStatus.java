package org.vibrissa.health.internal.view;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.health.Leg;
import org.vibrissa.health.PathHealth;
import org.vibrissa.health.internal.HealthService;
import org.vibrissa.health.internal.view.HealthView.NodeView;
import org.vibrissa.net.IpAddresses;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vibrissa health status}. */
@Component
public final class HealthStatus implements CommandProvider {
    private final HealthService health;

    @Activate
    public HealthStatus(@Reference HealthService health) {
        this.health = health;
    }

    @Override
    public String path() {
        return "health status";
    }

    @Override
    public String section() {
        return "Fleet";
    }

    @Override
    public Map<String, String> groups() {
        return Map.of("health", "Whether hosts reach each other");
    }

    @Override
    public String example() {
        return "vibrissa health status --probe";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(health, invocation);
    }

    /** A line of the table. */
    private record Row(NodeView node, boolean first, PathHealth path) {
        String name() {
            return first ? node.name() + (node.self() ? " (this host)" : "") : "";
        }

        String to() {
            return path.role().name().toLowerCase(Locale.ROOT);
        }

        String mode() {
            boolean beside = !path.mode().isEmpty() && !path.counts();
            return path.mode() + (beside ? " (accepted)" : "");
        }

        private static String leg(Leg leg) {
            return switch (leg.state()) {
                case UNKNOWN -> leg.failures() > 0 ? "? " + leg.reason() : "?";
                case REACHABLE ->
                        leg.rtt().map(Row::millis).orElse("")
                                + (leg.failures() > 0 ? " (last: " + leg.reason() + ")" : "");
                case UNREACHABLE -> "FAILED " + leg.reason();
            };
        }

        private static String millis(Duration rtt) {
            return String.format(Locale.ROOT, "%.2f ms", rtt.toNanos() / 1e6);
        }

        String seen() {
            return path.lastSeen().map(Row::ago).orElse("never");
        }

        private static String ago(Instant when) {
            return Math.max(0, Duration.between(when, Instant.now()).toSeconds()) + "s ago";
        }
    }

    @Command(
            description = {
                "Shows whether this host reaches the others: their own address and the endpoint"
                        + " there that answers probes, by ICMP and TCP, in each mode that is"
                        + " accepted."
            })
    private static final class Run implements Runnable {
        private final HealthService health;
        private final Invocation invocation;

        @Option(
                names = "--probe",
                description = "Probes now, rather than showing what was found last.")
        private boolean probe;

        @Parameters(paramLabel = "NODE", arity = "0..1", description = "This host alone.")
        private String node;

        Run(HealthService health, Invocation invocation) {
            this.health = health;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            if (probe) {
                probe();
            }
            HealthView all = HealthView.of(health.snapshot());
            HealthView view = node == null ? all : all.only(node);
            if (node != null && view.nodes().isEmpty()) {
                throw CommandFailed.failed(
                        "node " + node + " is not probed", "vibrissa health status");
            }
            invocation.print(view, out -> print(view, out));
        }

        private void probe() {
            try {
                if (node == null) {
                    health.probeAll(HealthRoutes.PATIENCE);
                } else {
                    health.probeNow(node, HealthRoutes.PATIENCE);
                }
            } catch (IllegalArgumentException | IllegalStateException e) {
                throw CommandFailed.failed(e.getMessage(), "vibrissa status").causedBy(e);
            }
        }

        private void print(HealthView view, PrintWriter out) {
            String text = view.nodes().isEmpty() ? health.upkeep().state() : view.summary();
            out.println("Health: " + text);
            if (!view.problem().isEmpty()) {
                out.println("Problem: " + view.problem());
            }
            if (view.nodes().isEmpty()) {
                return;
            }
            out.printf(
                    Locale.ROOT,
                    "Each path is probed every %.1f s.%n%n",
                    view.interval().toNanos() / 1e9);
            List<Row> rows = new ArrayList<>();
            for (NodeView each : view.nodes()) {
                for (PathHealth path : each.paths()) {
                    rows.add(new Row(each, path.equals(each.paths().get(0)), path));
                }
            }
            invocation.print(
                    Table.of(rows)
                            .column("NODE", "node", Row::name)
                            .column("TO", "to", Row::to)
                            .column(
                                    "ADDRESS",
                                    "address",
                                    row -> IpAddresses.format(row.path().address()))
                            .column("BY", "mode", Row::mode)
                            .column("ICMP", "icmp", row -> Row.leg(row.path().icmp()))
                            .column("TCP", "tcp", row -> Row.leg(row.path().tcp()))
                            .column("SEEN", "seen", Row::seen));
        }
    }
}
