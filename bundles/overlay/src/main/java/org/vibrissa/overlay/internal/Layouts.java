package org.vibrissa.overlay.internal;

import java.util.List;
import org.vibrissa.bpf.PlainCodecs;
import org.vibrissa.overlay.internal.bpf.OverlayConfig;
import org.vibrissa.overlay.internal.bpf.TunnelCount;
import org.vibrissa.overlay.internal.bpf.TunnelPeer;
import org.vibrissa.overlay.internal.bpf.TunnelPeerKey;

/**
 * How this release lays out its maps. One that changes gets the next number and a {@link Former}
 * for each layout it takes over; the bundle's manifest states the same, see
 * docs/writing-a-bundle.md, "A new layout".
 */
final class Layouts {
    static final OwnMap<Integer, OverlayConfig> CONFIG =
            new OwnMap<>("vib_overlay_config", 1, PlainCodecs.U32, OverlayConfig.CODEC, List.of());

    static final OwnMap<TunnelPeerKey, TunnelPeer> PEERS =
            new OwnMap<>("vib_tunnel_peers", 1, TunnelPeerKey.CODEC, TunnelPeer.CODEC, List.of());

    static final OwnMap<Integer, TunnelCount> STATS =
            new OwnMap<>("vib_tunnel_stats", 1, PlainCodecs.U32, TunnelCount.CODEC, List.of());

    private Layouts() {}
}
