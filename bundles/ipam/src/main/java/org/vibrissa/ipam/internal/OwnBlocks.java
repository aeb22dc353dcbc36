package org.vibrissa.ipam.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.vibrissa.ipam.Family;
import org.vibrissa.ipam.PoolUsage;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Document;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.StateException;
import org.vibrissa.state.StoreView;

/**
 * This host's side: its blocks of each ClusterPool are an IpPool of the same name, in the store as
 * any other, so a restart or a fleet that is away changes nothing; and its PoolDemand says what it
 * needs. Made anew from the store by each pass. One thread.
 */
final class OwnBlocks {
    /** A further block is asked for when this part of one block is all that is free. */
    private static final int LOW = 4;

    static final String FIRST = "awaits its first ";

    private final ResourceStore store;
    private final StoredIpam ipam;
    private final String self;
    private final Map<String, String> problems = new HashMap<>();

    OwnBlocks(ResourceStore store, StoredIpam ipam, String self) {
        this.store = store;
        this.ipam = ipam;
        this.self = self;
    }

    /** Why blocks of a pool are not in force here, by pool; those that are well are not there. */
    Map<String, String> problems() {
        return problems;
    }

    /** Brings the pools of this host to its blocks, and then says what it needs. */
    void pass() {
        problems.clear();
        StoreView view = store.snapshot();
        for (Resource pool : view.list(ClusterPoolKind.KIND)) {
            realise(pool.name(), ClusterPoolSpec.decode(pool.spec()), view);
        }
        for (Resource pool : view.list(IpPoolKind.KIND)) {
            Optional<String> made = PoolSpec.decode(pool.spec()).clusterPool();
            if (made.isPresent() && ClusterPoolKind.find(view, made.get()).isEmpty()) {
                retire(pool.name());
            }
        }
        demand(store.snapshot());
    }

    private static Optional<PoolSpec> made(StoreView view, String pool) {
        return view.get(ResourceKey.of(IpPoolKind.KIND, pool))
                .map(resource -> PoolSpec.decode(resource.spec()))
                .filter(spec -> spec.clusterPool().isPresent());
    }

    private List<IpPrefix> assigned(String pool, StoreView view) {
        return Block.all(view).stream()
                .filter(b -> b.pool().equals(pool) && b.node().equals(self))
                .map(Block::network)
                .toList();
    }

    private void realise(String name, ClusterPoolSpec pool, StoreView view) {
        Optional<PoolSpec> now = made(view, name);
        List<IpPrefix> assigned = assigned(name, view);
        List<IpPrefix> blocks = new ArrayList<>();
        for (IpPrefix held : now.map(PoolSpec::networks).orElse(List.of())) {
            if (assigned.contains(held) || ipam.uses(held)) {
                blocks.add(held);
            }
        }
        assigned.stream().filter(block -> !blocks.contains(block)).forEach(blocks::add);
        for (Family family : pool.families()) {
            if (now.isEmpty() && blocks.stream().noneMatch(b -> isOf(b, family))) {
                problems.put(name, FIRST + ClusterPoolSpec.word(family) + " block");
                return;
            }
        }
        List<IpPrefix> lost = blocks.stream().filter(block -> !assigned.contains(block)).toList();
        if (!lost.isEmpty()) {
            problems.put(
                    name,
                    lost.get(0)
                            + " is in use here and not assigned to this host"
                            + by(lost.get(0), view));
        }
        if (!blocks.isEmpty()) {
            apply(name, pool, blocks, lost, view);
        } else if (now.isPresent()) {
            retire(name);
        }
    }

    private static String by(IpPrefix lost, StoreView view) {
        return Block.all(view).stream()
                .filter(block -> block.network().overlaps(lost))
                .findFirst()
                .map(block -> ", but to node " + block.node() + ": delete its endpoints here")
                .orElse("; it is asked for again");
    }

    private static boolean isOf(IpPrefix prefix, Family family) {
        return Family.of(prefix.address()) == family;
    }

    private void apply(
            String name,
            ClusterPoolSpec pool,
            List<IpPrefix> blocks,
            List<IpPrefix> lost,
            StoreView view) {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        ArrayNode cidrs = spec.putArray("cidrs");
        for (IpPrefix block : blocks) {
            cidrs.add(block.toString());
            pool.reservedIn(block).forEach(part -> spec.withArray("reserved").add(part.toString()));
        }
        spec.put("quarantine", pool.quarantine().toMillis() + "ms");
        ObjectNode made = spec.putObject(PoolSpec.CLUSTER_POOL).put("name", name);
        lost.forEach(block -> made.withArray(PoolSpec.CLOSED).add(block.toString()));
        boolean same =
                view.get(ResourceKey.of(IpPoolKind.KIND, name))
                        .filter(resource -> resource.spec().equals(spec))
                        .isPresent();
        if (same) {
            return;
        }
        try {
            store.apply(
                    List.of(
                            Document.of(
                                    "ClusterPool " + name,
                                    IpPoolKind.API_VERSION,
                                    IpPoolKind.KIND,
                                    name,
                                    Map.of(),
                                    spec)),
                    ApplyOptions.DAEMON);
        } catch (StateException e) {
            problems.put(name, e.getMessage());
        }
    }

    /** A pool that was deleted stays here until its addresses are released. */
    private void retire(String name) {
        try {
            store.delete(List.of(ResourceKey.of(IpPoolKind.KIND, name)), ApplyOptions.DAEMON);
        } catch (StateException e) {
            problems.put(name, e.getMessage());
        }
    }

    private void demand(StoreView view) {
        Demand before = Demand.of(self, view);
        Set<String> names = new TreeSet<>();
        view.list(ClusterPoolKind.KIND).forEach(pool -> names.add(pool.name()));
        for (Resource pool : view.list(IpPoolKind.KIND)) {
            PoolSpec.decode(pool.spec()).clusterPool().ifPresent(names::add);
        }
        List<Demand.Share> shares = new ArrayList<>();
        for (String name : names) {
            shares.add(share(name, before, view));
        }
        Demand next = new Demand(self, shares);
        if (next.equals(before)) {
            return;
        }
        if (!shares.isEmpty()) {
            store.apply(List.of(next.document()), ApplyOptions.DAEMON);
        } else if (view.get(next.key()).isPresent()) {
            store.delete(List.of(next.key()), ApplyOptions.DAEMON);
        }
    }

    private Demand.Share share(String name, Demand before, StoreView view) {
        Optional<PoolSpec> made = made(view, name);
        List<IpPrefix> holds = made.map(PoolSpec::networks).orElse(List.of());
        boolean used = holds.stream().anyMatch(ipam::uses);
        Optional<ClusterPoolSpec> pool = ClusterPoolKind.find(view, name);
        boolean foreign =
                made.isEmpty() && view.get(ResourceKey.of(IpPoolKind.KIND, name)).isPresent();
        if (pool.isEmpty() || foreign) {
            return new Demand.Share(name, 0, 0, used, holds);
        }
        return new Demand.Share(
                name,
                wanted(Family.IPV4, name, pool.get(), before, view),
                wanted(Family.IPV6, name, pool.get(), before, view),
                used,
                holds);
    }

    /** What was asked for stays asked for, so that a use about the limit is no stream of writes. */
    private int wanted(
            Family family, String name, ClusterPoolSpec pool, Demand before, StoreView view) {
        if (!pool.families().contains(family)) {
            return 0;
        }
        int has = (int) assigned(name, view).stream().filter(block -> isOf(block, family)).count();
        int asked = before.of(name).map(share -> share.wanted(family)).orElse(0);
        int needs = has == 0 ? 1 : low(family, name) ? has + 1 : has;
        return Math.max(needs, Math.min(asked, has + 1));
    }

    private boolean low(Family family, String name) {
        List<PoolUsage> usage =
                ipam.usage().stream()
                        .filter(u -> u.pool().equals(name) && isOf(u.network(), family))
                        .toList();
        if (usage.isEmpty()) {
            return false;
        }
        BigInteger free =
                usage.stream().map(PoolUsage::free).reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger limit = usage.get(usage.size() - 1).total().divide(BigInteger.valueOf(LOW));
        return free.compareTo(limit) <= 0;
    }
}
