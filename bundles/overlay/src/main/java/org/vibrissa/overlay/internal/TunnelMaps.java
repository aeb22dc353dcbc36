package org.vibrissa.overlay.internal;

import java.util.Collections;
import java.util.List;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.ObjectRequest;
import org.vibrissa.datapath.Pipeline;
import org.vibrissa.datapath.SlotInfo;
import org.vibrissa.overlay.internal.bpf.OverlayConfig;
import org.vibrissa.overlay.internal.bpf.TunnelCount;
import org.vibrissa.overlay.internal.bpf.TunnelPeer;
import org.vibrissa.overlay.internal.bpf.TunnelPeerKey;

/** The overlay's own maps. They outlive bundle and daemon. */
final class TunnelMaps {
    static final String OBJECT = "bpf/tunnels.bpf.o";

    private static final String OWNER = "org.vibrissa.overlay";
    private static final List<OwnMap<?, ?>> ALL =
            List.of(Layouts.CONFIG, Layouts.PEERS, Layouts.STATS);

    private final BpfLoader loader;
    private final Pipeline pipeline;
    private final BpfObject object;
    private final TakeOver takeOver;

    /** Adopts the maps of an earlier daemon or makes them. */
    TunnelMaps(BpfLoader loader, Pipeline pipeline) {
        this.loader = loader;
        this.pipeline = pipeline;
        this.takeOver = new TakeOver(loader, ALL, stages());
        this.object = loader.load(surviving(OBJECT));
    }

    /** Loads an object over these very maps. */
    static ObjectRequest surviving(String entry) {
        ObjectRequest request = ObjectRequest.of(entry);
        for (OwnMap<?, ?> map : ALL) {
            request = request.schema(map.name(), map.schema()).survive(map.name());
        }
        return request;
    }

    /**
     * Replaces another version's stages. What that one laid out otherwise is empty before and
     * converted afterwards.
     */
    void takeOver(Runnable replaceStages) {
        takeOver.run(object, replaceStages);
    }

    /** Removes what another version's stages have in another layout by now. */
    void retire() {
        List<Integer> stages = stages();
        ALL.forEach(map -> map.retire(loader, stages));
    }

    private List<Integer> stages() {
        return pipeline.slots().stream()
                .filter(slot -> slot.owner().equals(OWNER))
                .map(SlotInfo::programId)
                .toList();
    }

    BpfMap<Integer, OverlayConfig> config() {
        return Layouts.CONFIG.of(object);
    }

    BpfMap<TunnelPeerKey, TunnelPeer> peers() {
        return Layouts.PEERS.of(object);
    }

    TunnelCount total(Format format) {
        return stats().perCpu().fold(format.ordinal(), TunnelMaps::sum).orElse(TunnelCount.ZERO);
    }

    void resetCount(Format format) {
        stats().perCpu()
                .put(
                        format.ordinal(),
                        Collections.nCopies(stats().perCpu().cpus(), TunnelCount.ZERO));
    }

    private BpfMap<Integer, TunnelCount> stats() {
        return Layouts.STATS.of(object);
    }

    private static TunnelCount sum(TunnelCount a, TunnelCount b) {
        return a.withTxPackets(a.txPackets() + b.txPackets())
                .withTxBytes(a.txBytes() + b.txBytes())
                .withRxPackets(a.rxPackets() + b.rxPackets())
                .withRxBytes(a.rxBytes() + b.rxBytes());
    }
}
