package org.vibrissa.ipam.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.vibrissa.fleet.Coordinator;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Document;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.StateException;
import org.vibrissa.state.StoreView;

/**
 * The coordinator's side: assigns blocks and takes them back, when it is this host's turn. A host
 * that knows no other assigns to itself. One thread.
 */
final class BlockDesk {
    private static final Duration ARRIVAL = Duration.ofSeconds(10);

    private final ResourceStore store;
    private final String self;
    private final Supplier<Collection<Coordinator>> coordinators;
    private final List<ResourceKey> awaited = new ArrayList<>();
    private long awaitedSince;
    private Optional<String> problem = Optional.empty();

    BlockDesk(ResourceStore store, String self, Supplier<Collection<Coordinator>> coordinators) {
        this.store = store;
        this.self = self;
        this.coordinators = coordinators;
    }

    /** Why the last step failed, which is tried again; empty when it did not. */
    Optional<String> problem() {
        return problem;
    }

    private Optional<Coordinator> coordinator() {
        return coordinators.get().stream()
                .filter(Coordinator::inUse)
                .max(java.util.Comparator.comparingInt(Coordinator::precedence));
    }

    /** Why nobody assigns blocks now; empty when somebody does. */
    Optional<String> vacancy() {
        Optional<Coordinator> coordinator = coordinator();
        if (coordinator.isPresent()) {
            return coordinator.get().vacancy();
        }
        return alone()
                ? Optional.empty()
                : Optional.of(
                        "this host knows others and is in no fleet with them: nobody sees to it"
                                + " that two get no block in common; join them (vibrissa join)");
    }

    /** Who assigns blocks. */
    Optional<String> leader() {
        Optional<Coordinator> coordinator = coordinator();
        return coordinator.isPresent()
                ? coordinator.get().leader()
                : Optional.of(self).filter(s -> alone());
    }

    private boolean alone() {
        return Neighbour.all(store.snapshot()).stream()
                .allMatch(node -> node.foreign() || node.name().equals(self));
    }

    /** Takes the next steps, if they are this host's to take. */
    void pass() {
        Optional<Coordinator> coordinator = coordinator();
        boolean mine = coordinator.map(Coordinator::isLeader).orElseGet(this::alone);
        StoreView view = store.snapshot();
        if (!mine) {
            awaited.clear();
            problem = Optional.empty();
            return;
        }
        awaited.removeIf(key -> view.get(key).isPresent());
        boolean late = System.nanoTime() - awaitedSince > ARRIVAL.toNanos();
        if (!awaited.isEmpty() && !late) {
            return;
        }
        awaited.clear();
        BlockPlan plan =
                BlockPlan.of(
                        view,
                        node ->
                                !node.equals(self)
                                        && coordinator.filter(c -> c.gone(node)).isPresent());
        try {
            carryOut(plan, coordinator);
            problem = Optional.empty();
        } catch (StateException | FleetException e) {
            problem = Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void carryOut(BlockPlan plan, Optional<Coordinator> coordinator) throws FleetException {
        if (!plan.withdrawals().isEmpty()) {
            store.apply(plan.withdrawals(), ApplyOptions.DAEMON);
        }
        List<Document> creates = plan.creates().stream().map(Block::document).toList();
        if (creates.isEmpty() && plan.deletes().isEmpty()) {
            return;
        }
        if (coordinator.isPresent()) {
            Set<String> gone = plan.buried();
            coordinator.get().commit(creates, plan.deletes(), gone);
        } else {
            store.update(creates, plan.deletes(), ApplyOptions.DAEMON.asCreateOnly());
        }
        plan.creates().forEach(block -> awaited.add(block.key()));
        awaitedSince = System.nanoTime();
    }
}
