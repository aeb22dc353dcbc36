package org.vibrissa.hubble.internal.serve;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.fleet.Fleet;
import org.vibrissa.fleet.FleetCredentials;
import org.vibrissa.flow.FlowAccount;
import org.vibrissa.hubble.internal.agent.AgentEventLog;
import org.vibrissa.hubble.internal.agent.AgentWatch;
import org.vibrissa.hubble.internal.peers.PeerBook;
import org.vibrissa.hubble.internal.stream.FlowSource;
import org.vibrissa.runtime.Node;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.Tables;

/**
 * Starts the server on a thread of its own, TCP as soon as there are certificates, and ends both.
 */
public final class HubbleLife implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HubbleLife.class);
    private static final long END_MS = 10_000;
    private static final FlowAccount.Reading NOTHING = new FlowAccount.Reading(0, 0, 0, 0, 0);

    private final FlowSource source;
    private final Surroundings around;
    private final HubbleSettings settings;
    private final Path socket;
    private final Thread thread = new Thread(this::run, "hubble-server");
    private final CountDownLatch ending = new CountDownLatch(1);
    private volatile Optional<HubbleServer> server = Optional.empty();
    private volatile String listening = "";
    private volatile String problem = "";

    /** What is asked of the rest of the daemon. */
    public record Surroundings(
            Node node,
            ResourceStore store,
            Tables tables,
            Supplier<Optional<Fleet>> fleet,
            Supplier<Optional<FleetCredentials>> credentials,
            LongSupplier policyRevision) {}

    public HubbleLife(FlowSource source, Surroundings around, HubbleSettings settings) {
        this.source = source;
        this.around = around;
        this.settings = settings;
        socket =
                settings.socket().isEmpty()
                        ? around.node().runDir().resolve("hubble.sock")
                        : Path.of(settings.socket());
    }

    /** Returns at once. */
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        ending.countDown();
        try {
            thread.join(END_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        AgentEventLog events = new AgentEventLog(Clock.systemUTC());
        AgentWatch watch =
                new AgentWatch(
                        events,
                        around.node(),
                        around.store(),
                        around.tables(),
                        around.policyRevision());
        try (HubbleServer started = HubbleServer.start(source, events, peers()::now, socket)) {
            server = Optional.of(started);
            LOG.info("hubble listens on {}", socket);
            if (!settings.listen().isEmpty()) {
                Insistence.open(
                        "hubble does not listen on " + settings.listen(),
                        ending,
                        () -> listen(started),
                        why -> problem = why);
            }
            ending.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            problem = e.getMessage() == null ? e.toString() : e.getMessage();
            LOG.error("hubble does not serve", e);
        } finally {
            server = Optional.empty();
            watch.close();
        }
    }

    private PeerBook peers() {
        Optional<PeerBook.Listening> how =
                ListenAddress.port(settings.listen())
                        .map(port -> new PeerBook.Listening(port, settings.tls_enabled()));
        return new PeerBook(
                around.store(), around.fleet(), source.origin(), socket.toString(), how);
    }

    /** What is wrong with TCP is no reason to leave the unix socket. */
    private void listen(HubbleServer started) throws IOException, InterruptedException {
        InetSocketAddress address = ListenAddress.parse(settings.listen());
        Optional<SslContext> tls =
                settings.tls_enabled()
                        ? new ListenerTls(settings, around.credentials())
                                .await("hubble", ending, why -> problem = why)
                        : Optional.empty();
        if (ending.getCount() == 0) {
            return;
        }
        started.listen(address, tls);
        listening = settings.listen() + (tls.isPresent() ? " (TLS)" : " (no TLS)");
        problem = "";
        LOG.info("hubble listens on {}", listening);
    }

    public Path socket() {
        return socket;
    }

    /** The books; nothing before it serves. */
    public FlowAccount.Reading account() {
        return server.map(serving -> serving.account().read()).orElse(NOTHING);
    }

    /** One line for people. */
    public String summary() {
        Optional<HubbleServer> serving = server;
        if (serving.isEmpty()) {
            return problem.isEmpty() ? "starting" : problem;
        }
        String where = socket + (listening.isEmpty() ? "" : ", " + listening);
        int clients = serving.get().clients();
        return "OK ("
                + clients
                + (clients == 1 ? " client, " : " clients, ")
                + where
                + ")"
                + (problem.isEmpty() ? "" : "; " + problem);
    }
}
