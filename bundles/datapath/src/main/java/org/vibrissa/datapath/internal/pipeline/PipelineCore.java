package org.vibrissa.datapath.internal.pipeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.ContractNote;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.ClaimRequest;
import org.vibrissa.datapath.PacketTrace;
import org.vibrissa.datapath.SlotInfo;
import org.vibrissa.datapath.SyntheticPacket;
import org.vibrissa.datapath.internal.bpf.Scratch;
import org.vibrissa.datapath.internal.core.CoreObjects;
import org.vibrissa.datapath.internal.core.LiveConfig;
import org.vibrissa.runtime.Node;

/**
 * The pipeline behind every bundle's view of it. At its start it puts the core stages in force:
 * over the ones an earlier daemon left, so that no packet meets an empty slot.
 */
@Component(service = PipelineCore.class)
public final class PipelineCore {
    private static final long COMPACT_AFTER_SECONDS = 5;

    private final CoreObjects core;
    private final NoopStages noops;
    private final SlotTable table;
    private final ShadowStock shadows;
    private final Conformance conformance;
    private final Tracer tracer;
    private final ScheduledExecutorService compactor;

    @Activate
    public PipelineCore(
            @Reference CoreObjects core,
            @Reference LiveConfig config,
            @Reference Node node,
            ComponentContext context) {
        this.core = core;
        this.shadows = new ShadowStock(core);
        this.noops = new NoopStages(core.loader());
        Map<Chain, ChainArray> arrays = new EnumMap<>(Chain.class);
        core.tables()
                .chains()
                .forEach(
                        (chain, map) ->
                                arrays.put(
                                        chain,
                                        new ChainArray(
                                                map.progArray(),
                                                bits -> config.occupied(chain, bits))));
        this.table =
                new SlotTable(
                        arrays, noops, new OwnerFile(node.stateDir().resolve("pipeline.owners")));
        this.conformance = new Conformance(shadows);
        this.tracer = new Tracer(core.tables(), config, core.roots(), table);
        requireWhole(core.stageObjects().values());
        var bundle = context.getBundleContext().getBundle();
        core.stageObjects()
                .values()
                .forEach(
                        object ->
                                install(
                                        object,
                                        bundle.getSymbolicName(),
                                        bundle.getVersion().toString()));
        shadows.prepare();
        this.compactor =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "vib-pipeline-compact");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /**
     * The core stages go in from the last slot to the first, so that a packet meets no stage before
     * those behind it: their needs are checked against each other before any is in force.
     */
    private static void requireWhole(Collection<BpfObject> objects) {
        List<StageContract> contracts =
                objects.stream()
                        .flatMap(
                                object ->
                                        object.spec().notes().stream()
                                                .map(n -> StageContract.of(object.spec(), n)))
                        .toList();
        checkNeeds(contracts, Map.of());
    }

    private static void checkNeeds(List<StageContract> contracts, Map<Place, Integer> inForce) {
        Map<Place, Integer> provided = new TreeMap<>(inForce);
        for (StageContract contract : contracts) {
            for (Chain chain : contract.chains()) {
                provided.put(new Place(chain, contract.slot()), contract.provides());
            }
        }
        Needs needs = new Needs(provided);
        contracts.forEach(needs::check);
    }

    private void install(BpfObject object, String owner, String version) {
        for (ContractNote note : object.spec().notes()) {
            StageContract contract = StageContract.of(object.spec(), note);
            table.push(
                    contract.chains(),
                    contract.slot(),
                    Stage.of(owner, version, contract, object.program(contract.program())));
        }
    }

    @Deactivate
    void deactivate() {
        shadows.close();
        compactor.shutdownNow();
        noops.close();
    }

    SlotTable table() {
        return table;
    }

    /** Contract, holder, needs and conformance of a candidate. */
    StageContract checked(ClaimRequest request, String owner) {
        StageContract contract = StageContract.of(request.object().spec(), request.program());
        checkPlaces(List.of(contract), owner);
        checkConformance(request, contract);
        return contract;
    }

    void checkConformance(ClaimRequest request, StageContract contract) {
        conformance.check(request, contract);
    }

    /** Holders and needs of stages of one bundle of which no more than the contracts is known. */
    void checkPlaces(List<StageContract> contracts, String owner) {
        contracts.forEach(c -> table.checkFree(c.chains(), c.slot(), owner));
        checkNeeds(contracts, table.provided());
    }

    void compactLater() {
        compactor.schedule(table::compact, COMPACT_AFTER_SECONDS, TimeUnit.SECONDS);
    }

    PacketTrace trace(SyntheticPacket packet) {
        return tracer.trace(packet);
    }

    List<SlotInfo> slots() {
        List<Scratch> perCpu = core.tables().scratch().perCpu().get(0).orElse(List.of());
        List<SlotInfo> result = new ArrayList<>();
        Map<Chain, Map<Integer, Integer>> ids = new EnumMap<>(Chain.class);
        for (Chain chain : Chain.values()) {
            ids.put(chain, table.array(chain).programIds());
        }
        table.inForce()
                .forEach(
                        (place, stage) ->
                                result.add(
                                        SlotCounters.info(
                                                place,
                                                stage,
                                                ids.get(place.chain())
                                                        .getOrDefault(place.slot(), 0),
                                                perCpu)));
        return result;
    }
}
