package org.vibrissa.ipam.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vibrissa.ipam.Family;
import org.vibrissa.state.Phase;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.StoreView;

/** Says in the status of each ClusterPool how it is on this host. One thread. */
final class BlockReport {
    private final ResourceStore store;
    private final String self;
    private final Map<String, Said> said = new HashMap<>();

    /** What was said last, so that nothing is said twice. */
    private record Said(long generation, Phase phase, String reason, Map<String, String> details) {}

    BlockReport(ResourceStore store, String self) {
        this.store = store;
        this.self = self;
    }

    /**
     * Says it.
     *
     * @param problems by pool
     */
    void tell(Map<String, String> problems, BlockDesk desk) {
        StoreView view = store.snapshot();
        List<Block> blocks = Block.all(view);
        List<Resource> pools = view.list(ClusterPoolKind.KIND);
        for (Resource pool : pools) {
            tell(pool, Optional.ofNullable(problems.get(pool.name())), blocks, view, desk);
        }
        said.keySet().retainAll(pools.stream().map(Resource::name).toList());
    }

    private void tell(
            Resource pool,
            Optional<String> problem,
            List<Block> blocks,
            StoreView view,
            BlockDesk desk) {
        ClusterPoolSpec spec = ClusterPoolSpec.decode(pool.spec());
        List<Block> all = blocks.stream().filter(b -> b.pool().equals(pool.name())).toList();
        List<Block> here = all.stream().filter(b -> b.node().equals(self)).toList();
        Map<String, String> details = new HashMap<>();
        details.put("assigned", all.size() + "/" + spec.blocks());
        details.put(
                "here",
                here.stream().map(b -> b.network().toString()).collect(Collectors.joining(",")));
        details.put("coordinator", desk.leader().orElse(""));
        boolean first = problem.filter(p -> p.startsWith(OwnBlocks.FIRST)).isPresent();
        Phase phase = problem.isEmpty() ? Phase.READY : first ? Phase.PENDING : Phase.FAILED;
        Said next =
                new Said(
                        pool.metadata().generation(),
                        phase,
                        reason(problem, pool.name(), spec, here, view, desk),
                        details);
        if (!next.equals(said.put(pool.name(), next))) {
            store.setStatus(pool.key(), next.generation(), phase, next.reason(), details);
        }
    }

    private String reason(
            Optional<String> problem,
            String pool,
            ClusterPoolSpec spec,
            List<Block> here,
            StoreView view,
            BlockDesk desk) {
        Optional<Family> waiting = waiting(pool, spec, here, view);
        if (waiting.isPresent()) {
            String what =
                    problem.orElse(
                            "asks for another " + ClusterPoolSpec.word(waiting.get()) + " block");
            return what + ": " + why(waiting.get(), spec, view, desk);
        }
        if (problem.isPresent()) {
            return problem.get();
        }
        return desk.vacancy()
                .map(v -> v + "; this host goes on with the blocks it has")
                .or(desk::problem)
                .orElse("");
    }

    /** The family of which this host wants more than it has. */
    private Optional<Family> waiting(
            String pool, ClusterPoolSpec spec, List<Block> here, StoreView view) {
        Optional<Demand.Share> share = Demand.of(self, view).of(pool);
        return spec.families().stream()
                .filter(
                        family ->
                                here.stream().filter(b -> b.family() == family).count()
                                        < share.map(s -> s.wanted(family)).orElse(0))
                .findFirst();
    }

    private static String why(Family family, ClusterPoolSpec spec, StoreView view, BlockDesk desk) {
        Optional<String> vacancy = desk.vacancy();
        if (vacancy.isPresent()) {
            return vacancy.get();
        }
        if (new FreeBlocks(view).next(spec, family).isEmpty()) {
            return "the pool has no free block; add a network to spec.cidrs";
        }
        return desk.problem().orElse("asked of " + desk.leader().orElse("the coordinator"));
    }
}
