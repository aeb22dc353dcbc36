package org.vibrissa.overlay.internal;

import java.util.Optional;
import org.vibrissa.bpf.MapMigration;
import org.vibrissa.overlay.internal.bpf.FirstPeer;
import org.vibrissa.overlay.internal.bpf.TunnelPeer;
import org.vibrissa.overlay.internal.bpf.TunnelPeerKey;

/** Layout 1 to layout 2: nobody has a VNI of its own yet. */
final class PeerConversion
        implements MapMigration.Converter<TunnelPeerKey, FirstPeer, TunnelPeerKey, TunnelPeer> {
    @Override
    public TunnelPeerKey key(TunnelPeerKey key) {
        return key;
    }

    @Override
    public Optional<TunnelPeer> value(TunnelPeerKey key, FirstPeer old) {
        return Optional.of(TunnelPeer.ZERO.withNode(old.node()).withFlags(old.flags()));
    }

    @Override
    public Optional<TunnelPeerKey> keyBack(TunnelPeerKey key) {
        return Optional.of(key);
    }

    @Override
    public Optional<FirstPeer> valueBack(TunnelPeerKey key, TunnelPeer peer) {
        return Optional.of(FirstPeer.ZERO.withNode(peer.node()).withFlags(peer.flags()));
    }
}
