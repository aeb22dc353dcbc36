package org.vibrissa.etcd.internal.identity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.etcd.internal.client.Etcd;
import org.vibrissa.etcd.internal.client.EtcdException;
import org.vibrissa.etcd.internal.client.KeyValue;
import org.vibrissa.etcd.internal.client.Transaction;
import org.vibrissa.etcd.internal.feed.Keys;
import org.vibrissa.etcd.internal.role.Leadership;
import org.vibrissa.etcd.internal.role.NodeLease;

/**
 * The coordinator's part: takes the references of hosts that have been dead for long, and numbers
 * that nobody has referred to for a while, by its own watch; a new coordinator waits the whole time
 * again. A number goes only in a transaction that holds while no reference to it is there. One
 * thread.
 */
final class IdentityGarbage {
    private static final Logger LOG = LoggerFactory.getLogger(IdentityGarbage.class);
    private static final int PAGE = 2000;
    private static final int MOST_A_ROUND = 500;

    private final Keys keys;
    private final Leadership leadership;
    private final NodeLease leases;
    private final IdentityBook book;
    private final Duration deadAfter;
    private final Duration unusedAfter;
    private final Map<String, Long> deadSince = new HashMap<>();
    private final Map<Integer, Long> unusedSince = new HashMap<>();

    IdentityGarbage(
            Keys keys,
            Leadership leadership,
            NodeLease leases,
            IdentityBook book,
            Duration deadAfter,
            Duration unusedAfter) {
        this.keys = keys;
        this.leadership = leadership;
        this.leases = leases;
        this.book = book;
        this.deadAfter = deadAfter;
        this.unusedAfter = unusedAfter;
    }

    void collect(Etcd etcd) throws EtcdException {
        if (!leadership.isLeader() || !book.listed()) {
            deadSince.clear();
            unusedSince.clear();
            return;
        }
        Map<String, List<Integer>> byNode = references(etcd);
        Set<Integer> referred = new HashSet<>();
        byNode.values().forEach(referred::addAll);
        dead(etcd, byNode);
        unused(etcd, referred);
    }

    private Map<String, List<Integer>> references(Etcd etcd) throws EtcdException {
        Map<String, List<Integer>> byNode = new HashMap<>();
        String space = keys.of(OwnRefs.SPACE);
        String first = space;
        boolean more = true;
        while (more) {
            Etcd.Page page = etcd.range(first, Keys.after(space), 0, PAGE);
            for (KeyValue key : page.keys()) {
                String path = key.key().substring(space.length());
                int slash = path.indexOf('/');
                if (slash > 0 && path.substring(0, slash).matches("[0-9]{1,9}")) {
                    byNode.computeIfAbsent(path.substring(slash + 1), n -> new ArrayList<>())
                            .add(Integer.parseInt(path.substring(0, slash)));
                }
                first = key.key() + "\0";
            }
            more = page.more();
        }
        return byNode;
    }

    private void dead(Etcd etcd, Map<String, List<Integer>> byNode) throws EtcdException {
        long now = System.nanoTime();
        Set<String> alive = leases.alive();
        deadSince.keySet().removeIf(node -> alive.contains(node) || !byNode.containsKey(node));
        for (Map.Entry<String, List<Integer>> node : byNode.entrySet()) {
            if (alive.contains(node.getKey())) {
                continue;
            }
            long since = deadSince.computeIfAbsent(node.getKey(), n -> now);
            if (now - since >= deadAfter.toNanos()) {
                forget(etcd, node.getKey(), node.getValue());
            }
        }
    }

    private void forget(Etcd etcd, String node, List<Integer> numbers) throws EtcdException {
        for (int from = 0; from < numbers.size(); from += Transaction.LIMIT) {
            Optional<Transaction> own = leadership.transaction();
            if (own.isEmpty()) {
                return;
            }
            Transaction transaction = own.get().unchanged(keys.of("nodes/" + node), 0);
            int to = Math.min(numbers.size(), from + Transaction.LIMIT);
            for (int number : numbers.subList(from, to)) {
                transaction.delete(keys.of(OwnRefs.SPACE + number + "/" + node));
            }
            if (!etcd.commit(transaction).done()) {
                return;
            }
        }
        LOG.info("{} uses no identity any more: it has been dead for {}", node, deadAfter);
    }

    private void unused(Etcd etcd, Set<Integer> referred) throws EtcdException {
        long now = System.nanoTime();
        Set<Integer> candidates = new HashSet<>();
        int removed = 0;
        for (IdentityBook.Taken taken : book.all()) {
            if (referred.contains(taken.number())) {
                continue;
            }
            candidates.add(taken.number());
            long since = unusedSince.computeIfAbsent(taken.number(), n -> now);
            if (now - since >= unusedAfter.toNanos() && removed < MOST_A_ROUND) {
                Optional<Transaction> own = leadership.transaction();
                if (own.isEmpty()) {
                    return;
                }
                etcd.commit(removal(own.get(), taken));
                removed++;
            }
        }
        unusedSince.keySet().retainAll(candidates);
    }

    private Transaction removal(Transaction own, IdentityBook.Taken taken) {
        String id = keys.of(IdentityBook.SPACE + taken.number());
        String refs = keys.of(OwnRefs.SPACE + taken.number() + "/");
        return own.unchanged(id, taken.modified())
                .none(refs, Keys.after(refs))
                .delete(id)
                .delete(keys.of(IdentityClaims.BY_LABELS + taken.labels().hash()));
    }
}
