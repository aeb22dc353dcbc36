package org.vibrissa.health.internal.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vibrissa.health.HealthReport;
import org.vibrissa.health.NodeHealth;
import org.vibrissa.health.PathHealth;

/**
 * The report as it is shown.
 *
 * @param reachable how many hosts are
 * @param total of how many
 * @param time when it was made
 * @param interval mean seconds between two probes of a path
 * @param problem what keeps this host from probing or answering
 * @param nodes the hosts, this one first
 */
public record HealthView(
        int reachable,
        int total,
        Instant time,
        Duration interval,
        String problem,
        List<NodeView> nodes) {
    /** One host. */
    public record NodeView(
            String name,
            boolean self,
            String group,
            String state,
            Optional<Instant> lastSeen,
            List<PathHealth> paths) {
        static NodeView of(NodeHealth node) {
            return new NodeView(
                    node.name(),
                    node.self(),
                    node.group(),
                    state(node),
                    node.lastSeen(),
                    node.paths());
        }

        private static String state(NodeHealth node) {
            if (node.reachable()) {
                return "reachable";
            }
            return node.unknown() ? "unknown" : "unreachable";
        }
    }

    static HealthView of(HealthReport report) {
        return new HealthView(
                report.reachable(),
                report.nodes().size(),
                report.time(),
                report.interval(),
                report.problem(),
                report.nodes().stream().map(NodeView::of).toList());
    }

    /** One host's alone. */
    HealthView only(String node) {
        List<NodeView> one = nodes.stream().filter(each -> each.name().equals(node)).toList();
        return new HealthView(
                (int) one.stream().filter(each -> each.state().equals("reachable")).count(),
                one.size(),
                time,
                interval,
                problem,
                one);
    }

    /** {@code 2/3 reachable (unreachable: c)}. */
    String summary() {
        String text = reachable + "/" + total + " reachable";
        List<String> lost = names("unreachable");
        List<String> unknown = names("unknown");
        if (!lost.isEmpty()) {
            text += "; unreachable: " + String.join(", ", lost);
        }
        return unknown.isEmpty() ? text : text + "; not probed yet: " + unknown.size();
    }

    private List<String> names(String state) {
        return nodes.stream()
                .filter(node -> node.state().equals(state))
                .map(NodeView::name)
                .limit(5)
                .toList();
    }
}
