package org.vibrissa.hubble.internal.serve;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.vibrissa.flow.FlowAccount;
import org.vibrissa.hubble.internal.agent.AgentEventLog;
import org.vibrissa.hubble.internal.agent.AgentEvents;
import org.vibrissa.hubble.internal.peers.PeerAddress;
import org.vibrissa.hubble.internal.peers.PeerService;
import org.vibrissa.hubble.internal.stream.FlowSource;
import org.vibrissa.hubble.internal.stream.FlowStreams;

/** All services of a node on its unix socket, and on TCP when asked to. */
public final class HubbleServer implements AutoCloseable {
    private static final String OBSERVER = "hubble.server.Observer";
    private static final Duration PEERS = Duration.ofSeconds(5);
    private static final long END_MS = 2000;

    private final GrpcThreads threads = new GrpcThreads("hubble");
    private final HealthStatusManager health = new HealthStatusManager();
    private final FlowStreams streams;
    private final AgentEvents agentEvents;
    private final PeerService peers;
    private final List<BindableService> services;
    private final VersionHeader version;
    private final SocketPlace socket;
    private final AtomicBoolean closed = new AtomicBoolean();
    private Optional<Server> unix = Optional.empty();
    private Optional<Server> tcp = Optional.empty();

    // The older reflection is what Hubble's command line asks for.
    @SuppressWarnings("deprecation")
    private HubbleServer(
            FlowSource source,
            AgentEventLog log,
            Supplier<SortedMap<String, PeerAddress>> book,
            Path socket) {
        this.socket = new SocketPlace(socket);
        streams = new FlowStreams(source, threads.workers(), Clock.systemUTC());
        agentEvents = new AgentEvents(log, threads.workers(), source.origin().nodeName());
        peers = new PeerService(book, PEERS);
        version = new VersionHeader("hubble-server-version", source.origin().version());
        services =
                List.of(
                        new ObserverService(source, streams, agentEvents)::definition,
                        peers,
                        health.getHealthService(),
                        ProtoReflectionService.newInstance(),
                        ProtoReflectionServiceV1.newInstance());
    }

    /** Serves on the unix socket. */
    public static HubbleServer start(
            FlowSource source,
            AgentEventLog log,
            Supplier<SortedMap<String, PeerAddress>> book,
            Path socket)
            throws IOException {
        HubbleServer server = new HubbleServer(source, log, book, socket);
        try {
            server.startUnix();
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private void startUnix() throws IOException {
        Path bind = socket.prepare();
        unix = Optional.of(Listener.unix(bind, threads, services, version));
        health.setStatus("", ServingStatus.SERVING);
        health.setStatus(OBSERVER, ServingStatus.SERVING);
        socket.publish();
    }

    /** Serves on TCP too; to be called once. */
    public void listen(InetSocketAddress address, Optional<SslContext> tls) throws IOException {
        tcp = Optional.of(Listener.tcp(address, tls, threads, services, version));
    }

    /** The TCP port; empty when there is none. */
    public Optional<Integer> port() {
        return tcp.map(Server::getPort);
    }

    /** Clients that read flows now. */
    public int clients() {
        return streams.clients();
    }

    public FlowAccount account() {
        return streams.account();
    }

    /** Tells clients that it ends, and waits a moment for them to hear it. Idempotent. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            socket.remove();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("could not remove " + socket.path(), e);
        } finally {
            health.enterTerminalState();
            tcp.ifPresent(Server::shutdown);
            unix.ifPresent(Server::shutdown);
            streams.close();
            agentEvents.close();
            peers.close();
            tcp.ifPresent(HubbleServer::end);
            unix.ifPresent(HubbleServer::end);
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
