package org.vibrissa.hubble.internal.relay;

import io.grpc.ManagedChannel;
import io.netty.handler.ssl.SslContext;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.vibrissa.hubble.internal.client.Channels;
import org.vibrissa.hubble.internal.client.ServerAddress;
import org.vibrissa.hubble.internal.peers.PeerAddress;
import org.vibrissa.hubble.internal.tls.TlsContexts;
import org.vibrissa.hubble.internal.tls.TlsSource;

/** Channels to the servers of nodes, with the certificates that members show each other. */
final class PeerChannels implements Function<PeerAddress, ManagedChannel> {
    private final Channels channels;
    private final TlsSource certificates;
    private Optional<SslContext> context = Optional.empty();

    PeerChannels(Channels channels, TlsSource certificates) {
        this.channels = channels;
        this.certificates = certificates;
    }

    @Override
    public ManagedChannel apply(PeerAddress peer) {
        ServerAddress address = ServerAddress.parse(peer.address());
        return peer.serverName().isEmpty()
                ? channels.open(address, Optional.empty())
                : channels.open(address, context(), Optional.of(peer.serverName()));
    }

    /** Made once: it looks for the certificates in force at each handshake. */
    private synchronized SslContext context() {
        if (context.isEmpty()) {
            try {
                context = Optional.of(TlsContexts.client(certificates));
            } catch (SSLException e) {
                throw new IllegalStateException("no TLS toward other hosts: " + e.getMessage(), e);
            }
        }
        return context.get();
    }
}
