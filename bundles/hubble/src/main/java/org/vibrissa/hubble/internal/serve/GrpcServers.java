package org.vibrissa.hubble.internal.serve;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * The same services on a unix socket and, when asked to, on TCP; and whether they are healthy, by
 * the name that Hubble's clients ask for.
 */
public final class GrpcServers {
    private static final String OBSERVER = "hubble.server.Observer";
    private static final long END_MS = 2000;

    private final GrpcThreads threads;
    private final HealthStatusManager health = new HealthStatusManager();
    private final SocketPlace socket;
    private final VersionHeader version;
    private final AtomicBoolean closed = new AtomicBoolean();
    private List<BindableService> services = List.of();
    private Optional<Server> unix = Optional.empty();
    private Optional<Server> tcp = Optional.empty();

    /** Nothing listens before {@link #start}; the threads are named by {@code name}. */
    public GrpcServers(String name, Path socket, VersionHeader version) {
        threads = new GrpcThreads(name);
        this.socket = new SocketPlace(socket);
        this.version = version;
    }

    /** For those who serve: ended by {@link #close}. */
    public ExecutorService workers() {
        return threads.workers();
    }

    /**
     * Serves on the unix socket.
     *
     * @param wanted beside the service that says whether these are healthy
     */
    public void start(List<BindableService> wanted) throws IOException {
        services = Stream.concat(wanted.stream(), Stream.of(health.getHealthService())).toList();
        unix = Optional.of(Listener.unix(socket.prepare(), threads, services, version));
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

    /**
     * Takes no more calls, and waits a moment for those that run. Idempotent.
     *
     * @param streams ends the calls that would not end by themselves
     */
    public void close(Runnable streams) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            socket.remove();
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove " + socket.path(), e);
        } finally {
            health.enterTerminalState();
            tcp.ifPresent(Server::shutdown);
            unix.ifPresent(Server::shutdown);
            streams.run();
            tcp.ifPresent(GrpcServers::end);
            unix.ifPresent(GrpcServers::end);
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
