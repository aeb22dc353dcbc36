package org.vibrissa.policy.internal.engine;

import java.util.Set;

/**
 * By what hosts carry endpoints' packets to each other.
 *
 * @param tunnelPorts UDP
 */
public record HostPaths(Set<Integer> tunnelPorts) {
    public HostPaths {
        tunnelPorts = Set.copyOf(tunnelPorts);
    }
}
