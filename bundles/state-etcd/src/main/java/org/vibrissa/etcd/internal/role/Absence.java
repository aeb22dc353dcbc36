package org.vibrissa.etcd.internal.role;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * How long hosts have been dead, by the coordinator's own watch: a new coordinator waits the whole
 * time again. Thread safe.
 */
public final class Absence {
    private final Leadership leadership;
    private final NodeLease leases;
    private final Duration after;
    private final LongSupplier nanos;
    private final Map<String, Long> deadSince = new HashMap<>();

    public Absence(Leadership leadership, NodeLease leases, Duration after, LongSupplier nanos) {
        this.leadership = leadership;
        this.leases = leases;
        this.after = after;
        this.nanos = nanos;
    }

    /**
     * Whether a host has been dead for long, and none of its addresses is left.
     *
     * @param addressed hosts that have addresses in etcd
     */
    public synchronized boolean gone(String node, Set<String> addressed) {
        if (!leadership.isLeader()) {
            deadSince.clear();
            return false;
        }
        if (leases.alive().contains(node)) {
            deadSince.remove(node);
            return false;
        }
        long now = nanos.getAsLong();
        long since = deadSince.computeIfAbsent(node, n -> now);
        return now - since >= after.toNanos() && !addressed.contains(node);
    }
}
