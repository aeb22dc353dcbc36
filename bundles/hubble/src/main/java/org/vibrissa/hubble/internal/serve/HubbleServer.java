package org.vibrissa.hubble.internal.serve;

import io.grpc.BindableService;
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
    private static final Duration PEERS = Duration.ofSeconds(5);

    private final GrpcServers servers;
    private final FlowStreams streams;
    private final AgentEvents agentEvents;
    private final PeerService peers;
    private final List<BindableService> services;

    // The older reflection is what Hubble's command line asks for.
    @SuppressWarnings("deprecation")
    private HubbleServer(
            FlowSource source,
            AgentEventLog log,
            Supplier<SortedMap<String, PeerAddress>> book,
            Path socket) {
        servers =
                new GrpcServers(
                        "hubble",
                        socket,
                        new VersionHeader("hubble-server-version", source.origin().version()));
        streams = new FlowStreams(source, servers.workers(), Clock.systemUTC());
        agentEvents = new AgentEvents(log, servers.workers(), source.origin().nodeName());
        peers = new PeerService(book, PEERS);
        services =
                List.of(
                        new ObserverService(source, streams, agentEvents)::definition,
                        peers,
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
            server.servers.start(server.services);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    /** Serves on TCP too; to be called once. */
    public void listen(InetSocketAddress address, Optional<SslContext> tls) throws IOException {
        servers.listen(address, tls);
    }

    /** The TCP port; empty when there is none. */
    public Optional<Integer> port() {
        return servers.port();
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
        servers.close(
                () -> {
                    streams.close();
                    agentEvents.close();
                    peers.close();
                });
    }
}
