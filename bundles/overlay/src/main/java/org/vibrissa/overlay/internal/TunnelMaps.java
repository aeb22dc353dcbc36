package org.vibrissa.overlay.internal;

import java.util.Collections;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.ObjectRequest;
import org.vibrissa.bpf.PlainCodecs;
import org.vibrissa.overlay.internal.bpf.OverlayConfig;
import org.vibrissa.overlay.internal.bpf.TunnelCount;
import org.vibrissa.overlay.internal.bpf.TunnelPeer;
import org.vibrissa.overlay.internal.bpf.TunnelPeerKey;

/** The overlay's own maps. They outlive bundle and daemon. */
record TunnelMaps(
        BpfMap<Integer, OverlayConfig> config,
        BpfMap<TunnelPeerKey, TunnelPeer> peers,
        BpfMap<Integer, TunnelCount> stats) {
    static final String OBJECT = "bpf/tunnels.bpf.o";

    private static final String[] NAMES = {
        "vib_overlay_config", "vib_tunnel_peers", "vib_tunnel_stats"
    };

    /** Adopts the maps of an earlier daemon or makes them. */
    static TunnelMaps load(BpfLoader loader) {
        BpfObject object = loader.load(surviving(OBJECT));
        return new TunnelMaps(
                object.map(NAMES[0], PlainCodecs.U32, OverlayConfig.CODEC),
                object.map(NAMES[1], TunnelPeerKey.CODEC, TunnelPeer.CODEC),
                object.map(NAMES[2], PlainCodecs.U32, TunnelCount.CODEC));
    }

    /** Loads an object over these very maps. */
    static ObjectRequest surviving(String entry) {
        return ObjectRequest.of(entry).survive(NAMES);
    }

    TunnelCount total(Format format) {
        return stats.perCpu().fold(format.ordinal(), TunnelMaps::sum).orElse(TunnelCount.ZERO);
    }

    void resetCount(Format format) {
        stats.perCpu()
                .put(
                        format.ordinal(),
                        Collections.nCopies(stats.perCpu().cpus(), TunnelCount.ZERO));
    }

    private static TunnelCount sum(TunnelCount a, TunnelCount b) {
        return new TunnelCount(
                a.txPackets() + b.txPackets(),
                a.txBytes() + b.txBytes(),
                a.rxPackets() + b.rxPackets(),
                a.rxBytes() + b.rxBytes());
    }
}
