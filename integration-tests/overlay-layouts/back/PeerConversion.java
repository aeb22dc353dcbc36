package org.vibrissa.overlay.internal;

import java.util.Optional;
import org.vibrissa.bpf.MapMigration;
import org.vibrissa.overlay.internal.bpf.SecondPeer;
import org.vibrissa.overlay.internal.bpf.TunnelPeer;
import org.vibrissa.overlay.internal.bpf.TunnelPeerKey;

/** Layout 2 to layout 1, which has one VNI for all. */
final class PeerConversion
        implements MapMigration.Converter<TunnelPeerKey, SecondPeer, TunnelPeerKey, TunnelPeer> {
    @Override
    public TunnelPeerKey key(TunnelPeerKey key) {
        return key;
    }

    @Override
    public Optional<TunnelPeer> value(TunnelPeerKey key, SecondPeer old) {
        return Optional.of(TunnelPeer.ZERO.withNode(old.node()).withFlags(old.flags()));
    }

    @Override
    public Optional<TunnelPeerKey> keyBack(TunnelPeerKey key) {
        return Optional.of(key);
    }

    @Override
    public Optional<SecondPeer> valueBack(TunnelPeerKey key, TunnelPeer peer) {
        return Optional.of(SecondPeer.ZERO.withNode(peer.node()).withFlags(peer.flags()));
    }
}
