package org.vibrissa.health;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All hosts as probes found them. Immutable.
 *
 * @param time when it was put together
 * @param interval mean time between two probes of the same path; zero while none are made
 * @param problem why this host cannot probe or be probed, empty when it can
 * @param nodes this host first, then the others in order of name
 */
public record HealthReport(
        Instant time, Duration interval, String problem, List<NodeHealth> nodes) {
    public HealthReport {
        nodes = List.copyOf(nodes);
    }

    /** How many hosts are {@link NodeHealth#reachable}. */
    public int reachable() {
        return (int) nodes.stream().filter(NodeHealth::reachable).count();
    }
}
