package org.vibrissa.overlay.internal;

import java.util.List;
import org.vibrissa.bpf.PlainCodecs;
import org.vibrissa.overlay.internal.bpf.OverlayConfig;
import org.vibrissa.overlay.internal.bpf.SecondCount;
import org.vibrissa.overlay.internal.bpf.SecondPeer;
import org.vibrissa.overlay.internal.bpf.TunnelCount;
import org.vibrissa.overlay.internal.bpf.TunnelPeer;
import org.vibrissa.overlay.internal.bpf.TunnelPeerKey;

/** The way back: peers and counters in layout 1, taken over from layout 2. */
final class Layouts {
    static final OwnMap<Integer, OverlayConfig> CONFIG =
            new OwnMap<>("vib_overlay_config", 1, PlainCodecs.U32, OverlayConfig.CODEC, List.of());

    static final OwnMap<TunnelPeerKey, TunnelPeer> PEERS =
            new OwnMap<>(
                    "vib_tunnel_peers",
                    1,
                    TunnelPeerKey.CODEC,
                    TunnelPeer.CODEC,
                    List.of(
                            new Former<>(
                                    2,
                                    TunnelPeerKey.CODEC,
                                    SecondPeer.CODEC,
                                    new PeerConversion())));

    static final OwnMap<Integer, TunnelCount> STATS =
            new OwnMap<>(
                    "vib_tunnel_stats",
                    1,
                    PlainCodecs.U32,
                    TunnelCount.CODEC,
                    List.of(
                            new Former<>(
                                    2, PlainCodecs.U32, SecondCount.CODEC, new CountConversion())));

    private Layouts() {}
}
