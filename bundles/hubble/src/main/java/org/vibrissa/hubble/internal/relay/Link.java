package org.vibrissa.hubble.internal.relay;

import io.grpc.ManagedChannel;
import org.vibrissa.hubble.internal.peers.PeerAddress;

/**
 * A node with the channel to its server, which connects when it is first used.
 *
 * @param self whether it is the node that this listener is on
 */
record Link(PeerAddress peer, ManagedChannel channel, boolean self) {
    String name() {
        return peer.name();
    }
}
