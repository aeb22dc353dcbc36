package org.vibrissa.ipam.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.vibrissa.fleet.Coordinator;
import org.vibrissa.ipam.Family;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.state.Document;
import org.vibrissa.state.Metadata;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.StoreView;

/**
 * What the coordinator is to do next, by what is in the store alone: so it may end after any step,
 * and another one goes on. What a dead host had returns in two steps: first its Node names these
 * prefixes no more, so that nobody routes to it, and then the blocks are deleted.
 */
final class BlockPlan {
    private final StoreView view;
    private final Predicate<String> gone;
    private final FreeBlocks free;
    private final List<Block> blocks;
    private final Map<String, List<Block>> byNode;
    private final Map<String, Neighbour> nodes = new HashMap<>();
    private final List<Block> creates = new ArrayList<>();
    private final List<ResourceKey> deletes = new ArrayList<>();
    private final Set<String> buried = new LinkedHashSet<>();
    private final List<Document> withdrawals = new ArrayList<>();

    private BlockPlan(StoreView view, Predicate<String> gone) {
        this.view = view;
        this.gone = gone;
        free = new FreeBlocks(view);
        blocks = Block.all(view);
        byNode = blocks.stream().collect(Collectors.groupingBy(Block::node));
        Neighbour.all(view).forEach(node -> nodes.put(node.name(), node));
    }

    /**
     * The next steps.
     *
     * @param gone which hosts' blocks may be given to others
     */
    static BlockPlan of(StoreView view, Predicate<String> gone) {
        BlockPlan plan = new BlockPlan(view, gone);
        plan.takeBack();
        plan.give();
        return plan;
    }

    List<Block> creates() {
        return creates;
    }

    List<ResourceKey> deletes() {
        return deletes;
    }

    /** The dead hosts of which something is deleted. */
    Set<String> buried() {
        return buried;
    }

    /** Nodes of dead hosts, without the prefixes of their blocks. */
    List<Document> withdrawals() {
        return withdrawals;
    }

    boolean isEmpty() {
        return creates.isEmpty() && deletes.isEmpty() && withdrawals.isEmpty();
    }

    private void takeBack() {
        Set<String> owners = new TreeSet<>(byNode.keySet());
        Demand.all(view).forEach(demand -> owners.add(demand.node()));
        for (String owner : owners) {
            List<Block> own = byNode.getOrDefault(owner, List.of());
            if (gone.test(owner)) {
                bury(owner, own);
            } else {
                ofDeletedPools(owner, own);
            }
        }
    }

    private void bury(String owner, List<Block> own) {
        Optional<Neighbour> node = Optional.ofNullable(nodes.get(owner));
        boolean routed =
                node.filter(n -> own.stream().anyMatch(b -> n.overlap(b.network()).isPresent()))
                        .isPresent();
        if (routed) {
            view.get(ResourceKey.of(Neighbour.KIND, owner))
                    .ifPresent(resource -> withdrawals.add(without(resource, own)));
            return;
        }
        List<ResourceKey> keys = new ArrayList<>(own.stream().map(Block::key).toList());
        if (view.get(Demand.key(owner)).isPresent()) {
            keys.add(Demand.key(owner));
        }
        if (delete(keys)) {
            buried.add(owner);
        }
    }

    /** All of one host's at once, or none of them in this round. */
    private boolean delete(List<ResourceKey> keys) {
        boolean fits = deletes.isEmpty() || deletes.size() + keys.size() <= Coordinator.MOST;
        if (fits && !keys.isEmpty()) {
            deletes.addAll(keys.subList(0, Math.min(keys.size(), Coordinator.MOST)));
        }
        return fits && !keys.isEmpty();
    }

    private static Document without(Resource node, List<Block> own) {
        ObjectNode spec = node.spec().deepCopy();
        ArrayNode kept = spec.putArray("prefixes");
        for (JsonNode text : node.spec().path("prefixes")) {
            IpPrefix prefix = IpPrefix.parse(text.asText());
            if (own.stream().noneMatch(block -> block.network().overlaps(prefix))) {
                kept.add(text);
            }
        }
        spec.remove("health");
        Metadata now = node.metadata();
        return new Document(
                "ipam",
                1,
                node.apiVersion(),
                Neighbour.KIND,
                new Metadata(
                        node.name(),
                        "",
                        now.labels(),
                        now.annotations(),
                        "",
                        now.generation(),
                        Instant.EPOCH),
                spec,
                Map.of());
    }

    private void ofDeletedPools(String owner, List<Block> own) {
        Demand demand = Demand.of(owner, view);
        delete(
                own.stream()
                        .filter(b -> ClusterPoolKind.find(view, b.pool()).isEmpty())
                        .filter(b -> demand.of(b.pool()).isEmpty())
                        .map(Block::key)
                        .toList());
    }

    private void give() {
        for (Demand demand : Demand.all(view)) {
            if (!gone.test(demand.node())) {
                for (Demand.Share share : demand.pools()) {
                    ClusterPoolKind.find(view, share.pool())
                            .ifPresent(pool -> give(demand.node(), share, pool));
                }
            }
        }
    }

    private void give(String node, Demand.Share share, ClusterPoolSpec pool) {
        for (Family family : pool.families()) {
            long has =
                    byNode.getOrDefault(node, List.of()).stream()
                            .filter(b -> b.pool().equals(share.pool()) && b.family() == family)
                            .count();
            for (IpPrefix held : share.holds()) {
                if (Family.of(held.address()) == family && lost(held, node, pool)) {
                    create(new Block(held, share.pool(), node));
                    has++;
                }
            }
            for (; has < share.wanted(family) && room(); has++) {
                Optional<IpPrefix> next = free.next(pool, family);
                if (next.isEmpty()) {
                    break;
                }
                create(new Block(next.get(), share.pool(), node));
            }
        }
    }

    private boolean room() {
        return creates.size() + deletes.size() < Coordinator.MOST;
    }

    /** Whether a block that a host still uses is nobody's any more, and can be its own again. */
    private boolean lost(IpPrefix held, String node, ClusterPoolSpec pool) {
        return room()
                && pool.contains(held)
                && blocks.stream().noneMatch(b -> b.network().overlaps(held))
                && creates.stream().noneMatch(b -> b.network().overlaps(held))
                && nodes.values().stream()
                        .filter(n -> !n.name().equals(node))
                        .noneMatch(n -> n.overlap(held).isPresent());
    }

    private void create(Block block) {
        free.take(block.network());
        creates.add(block);
    }
}
