package org.vibrissa.etcd.internal.role;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.etcd.internal.client.Etcd;
import org.vibrissa.etcd.internal.client.EtcdException;
import org.vibrissa.etcd.internal.client.Transaction;
import org.vibrissa.etcd.internal.feed.Keys;

/**
 * Removes the addresses of hosts that have been dead for long, by the coordinator's own watch: a
 * new coordinator waits the whole time again. Nodes themselves stay: users declared them. One
 * thread.
 */
public final class Garbage {
    private static final Logger LOG = LoggerFactory.getLogger(Garbage.class);

    private final Keys keys;
    private final Leadership leadership;
    private final NodeLease leases;
    private final Duration after;
    private final Map<String, Long> deadSince = new HashMap<>();

    public Garbage(Keys keys, Leadership leadership, NodeLease leases, Duration after) {
        this.keys = keys;
        this.leadership = leadership;
        this.leases = leases;
        this.after = after;
    }

    /**
     * One round.
     *
     * @param nodes the other hosts that have addresses in etcd
     */
    public void collect(Etcd etcd, Set<String> nodes) throws EtcdException {
        if (!leadership.isLeader()) {
            deadSince.clear();
            return;
        }
        long now = System.nanoTime();
        Set<String> alive = leases.alive();
        deadSince.keySet().removeIf(node -> alive.contains(node) || !nodes.contains(node));
        for (String node : nodes) {
            if (!alive.contains(node)) {
                long since = deadSince.computeIfAbsent(node, n -> now);
                if (now - since >= after.toNanos()) {
                    remove(etcd, node);
                    deadSince.remove(node);
                }
            }
        }
    }

    private void remove(Etcd etcd, String node) throws EtcdException {
        String all = keys.of("ip/" + node + "/");
        Optional<Transaction> transaction = leadership.transaction();
        if (transaction.isEmpty()) {
            return;
        }
        transaction.get().unchanged(keys.of("nodes/" + node), 0).deleteRange(all, Keys.after(all));
        if (etcd.commit(transaction.get()).done()) {
            LOG.info("the addresses of {} are removed: it has been dead for {}", node, after);
        }
    }
}
