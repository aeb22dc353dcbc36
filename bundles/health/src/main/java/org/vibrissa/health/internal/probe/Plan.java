package org.vibrissa.health.internal.probe;

import java.util.List;
import java.util.Map;

/**
 * All that is to be probed.
 *
 * @param hosts this host first
 * @param rest the slot of each lane while nothing is probed by another: that of the mode in force
 */
public record Plan(List<Host> hosts, Map<Integer, Integer> rest) {
    /** Nothing. */
    public static final Plan EMPTY = new Plan(List.of(), Map.of());

    /** A host and the ways to it. */
    public record Host(String name, boolean self, String group, List<Way> ways) {
        public Host {
            ways = List.copyOf(ways);
        }
    }

    public Plan {
        hosts = List.copyOf(hosts);
        rest = Map.copyOf(rest);
    }
}
