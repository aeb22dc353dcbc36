package org.vibrissa.hubble.internal.relay;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.vibrissa.hubble.internal.serve.GrpcThreads;
import org.vibrissa.hubble.internal.serve.Listener;
import org.vibrissa.hubble.internal.serve.SocketPlace;
import org.vibrissa.hubble.internal.serve.VersionHeader;

/** The fleet's listener on its unix socket, and on TCP when asked to. */
final class RelayServer implements AutoCloseable {
    private static final String OBSERVER = "hubble.server.Observer";
    private static final long END_MS = 2000;

    private final GrpcThreads threads = new GrpcThreads("hubble-relay");
    private final HealthStatusManager health = new HealthStatusManager();
    private final Relay relay;
    private final List<BindableService> services;
    private final VersionHeader version;
    private final SocketPlace socket;
    private Optional<Server> unix = Optional.empty();
    private Optional<Server> tcp = Optional.empty();
    private boolean closed;

    private RelayServer(String name, Links links, Waits waits, String version, Path socket) {
        this.socket = new SocketPlace(socket);
        this.version = new VersionHeader("hubble-relay-version", version);
        relay = new Relay(name, links, threads.workers(), waits, Clock.systemUTC());
        services =
                List.of(
                        new RelayService(relay, version),
                        health.getHealthService(),
                        ProtoReflectionServiceV1.newInstance());
    }

    /** Serves on the unix socket. */
    static RelayServer start(String name, Links links, Waits waits, String version, Path socket)
            throws IOException {
        RelayServer server = new RelayServer(name, links, waits, version, socket);
        try {
            Path bind = server.socket.prepare();
            server.unix =
                    Optional.of(
                            Listener.unix(bind, server.threads, server.services, server.version));
            server.health.setStatus("", ServingStatus.SERVING);
            server.health.setStatus(OBSERVER, ServingStatus.SERVING);
            server.socket.publish();
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    /** Serves on TCP too; to be called once. */
    void listen(InetSocketAddress address, Optional<SslContext> tls) throws IOException {
        tcp = Optional.of(Listener.tcp(address, tls, threads, services, version));
    }

    int clients() {
        return relay.clients();
    }

    /** Tells clients that it ends, and waits a moment for them to hear it. Idempotent. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            socket.remove();
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove " + socket.path(), e);
        } finally {
            health.enterTerminalState();
            tcp.ifPresent(Server::shutdown);
            unix.ifPresent(Server::shutdown);
            relay.close();
            tcp.ifPresent(RelayServer::end);
            unix.ifPresent(RelayServer::end);
            threads.close();
        }
    }

    private static void end(Server server) {
        try {
            if (!server.awaitTermination(END_MS, TimeUnit.MILLISECONDS)) {
                server.shutdownNow().awaitTermination(END_MS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
