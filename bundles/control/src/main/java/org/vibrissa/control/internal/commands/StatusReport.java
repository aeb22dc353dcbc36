package org.vibrissa.control.internal.commands;

import java.time.Instant;
import java.util.List;

/**
 * The daemon's state at one moment.
 *
 * @param node its name
 * @param version the product's version
 * @param pid its process id
 * @param startedAt when it was executed
 * @param ready whether all checks are met
 * @param checks conditions, by name
 * @param bundles installed bundles; empty while the bundle service is away
 * @param endpoints how many endpoints are in force of how many declared
 */
public record StatusReport(
        String node,
        String version,
        long pid,
        Instant startedAt,
        boolean ready,
        List<Check> checks,
        List<BundleLine> bundles,
        EndpointCount endpoints) {
    /**
     * One condition.
     *
     * @param name as registered
     * @param ready whether it is met
     * @param summary its state, or what it awaits
     */
    public record Check(String name, boolean ready, String summary) {}

    /**
     * One bundle.
     *
     * @param problem empty when all is well
     */
    public record BundleLine(
            String name, String version, String state, boolean up, String problem) {}

    /**
     * Endpoints.
     *
     * @param managed in force
     * @param total declared
     */
    public record EndpointCount(int managed, int total) {}

    public StatusReport {
        checks = List.copyOf(checks);
        bundles = List.copyOf(bundles);
    }
}
