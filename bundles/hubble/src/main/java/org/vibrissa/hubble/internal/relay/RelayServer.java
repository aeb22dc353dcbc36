package org.vibrissa.hubble.internal.relay;

import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.vibrissa.hubble.internal.serve.GrpcServers;
import org.vibrissa.hubble.internal.serve.VersionHeader;

/** The fleet's listener on its unix socket, and on TCP when asked to. */
final class RelayServer implements AutoCloseable {
    private final GrpcServers servers;
    private final Relay relay;

    private RelayServer(String name, Links links, Waits waits, String version, Path socket) {
        servers =
                new GrpcServers(
                        "hubble-relay", socket, new VersionHeader("hubble-relay-version", version));
        relay = new Relay(name, links, servers.workers(), waits, Clock.systemUTC());
    }

    /** Serves on the unix socket. */
    static RelayServer start(String name, Links links, Waits waits, String version, Path socket)
            throws IOException {
        RelayServer server = new RelayServer(name, links, waits, version, socket);
        try {
            server.servers.start(
                    List.of(
                            new RelayService(server.relay, version),
                            ProtoReflectionServiceV1.newInstance()));
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    /** Serves on TCP too; to be called once. */
    void listen(InetSocketAddress address, Optional<SslContext> tls) throws IOException {
        servers.listen(address, tls);
    }

    int clients() {
        return relay.clients();
    }

    /** Tells clients that it ends, and waits a moment for them to hear it. Idempotent. */
    @Override
    public void close() {
        servers.close(relay::close);
    }
}
