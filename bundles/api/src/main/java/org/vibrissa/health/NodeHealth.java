package org.vibrissa.health;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One host. Immutable.
 *
 * @param name its Node resource's name
 * @param self whether it is this host
 * @param group its path group
 * @param paths to the host's addresses first, then to its health endpoint
 */
public record NodeHealth(String name, boolean self, String group, List<PathHealth> paths) {
    public NodeHealth {
        paths = List.copyOf(paths);
    }

    /**
     * Whether the host's preferred address and its health endpoint, by the mode in force, answer
     * both ICMP and TCP.
     */
    public boolean reachable() {
        return paths.stream().anyMatch(PathHealth::counts)
                && paths.stream().filter(PathHealth::counts).allMatch(PathHealth::reachable);
    }

    /** Whether nothing that counts was found unreachable, but not all is known yet. */
    public boolean unknown() {
        return !reachable()
                && paths.stream()
                        .filter(PathHealth::counts)
                        .noneMatch(path -> path.state() == Leg.State.UNREACHABLE);
    }

    /** When anything of it answered last. */
    public Optional<Instant> lastSeen() {
        return paths.stream()
                .flatMap(path -> path.lastSeen().stream())
                .max(Comparator.naturalOrder());
    }
}
