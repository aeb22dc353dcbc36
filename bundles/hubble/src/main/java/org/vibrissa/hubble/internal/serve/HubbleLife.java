package org.vibrissa.hubble.internal.serve;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
import org.vibrissa.hubble.internal.tls.FleetTls;
import org.vibrissa.hubble.internal.tls.TlsContexts;
import org.vibrissa.hubble.internal.tls.TlsFiles;
import org.vibrissa.hubble.internal.tls.TlsSource;
import org.vibrissa.runtime.Node;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.Tables;

/**
 * Starts the server on a thread of its own, TCP as soon as there are certificates, and ends both.
 */
public final class HubbleLife implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HubbleLife.class);
    private static final long CERTIFICATES_MS = 1000;
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
                settings.listen().isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new PeerBook.Listening(
                                        ListenAddress.parse(settings.listen()).getPort(),
                                        settings.tls_enabled()));
        return new PeerBook(
                around.store(), around.fleet(), source.origin(), socket.toString(), how);
    }

    /** What is wrong with TCP is no reason to leave the unix socket. */
    private void listen(HubbleServer started) throws IOException, InterruptedException {
        InetSocketAddress address = ListenAddress.parse(settings.listen());
        Optional<SslContext> tls = settings.tls_enabled() ? tls() : Optional.empty();
        if (ending.getCount() == 0) {
            return;
        }
        started.listen(address, tls);
        listening = settings.listen() + (tls.isPresent() ? " (TLS)" : " (no TLS)");
        problem = "";
        LOG.info("hubble listens on {}", listening);
    }

    /** Waits for certificates: who makes them may come later. */
    private Optional<SslContext> tls() throws InterruptedException, IOException {
        boolean clientsProve = settings.tls_client_auth().equals("require");
        TlsSource certificates = certificates(clientsProve);
        while (certificates.material().isEmpty()) {
            String why =
                    certificates instanceof TlsFiles files
                            ? files.problem()
                            : "this host is in no fleet and has no hubble.tls.cert";
            if (!why.equals(problem)) {
                LOG.warn("hubble waits with TCP for certificates: {}", why);
            }
            problem = why;
            if (ending.await(CERTIFICATES_MS, TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
        }
        return Optional.of(TlsContexts.server(certificates, clientsProve));
    }

    private TlsSource certificates(boolean clientsProve) {
        if (settings.tls_cert().isEmpty() && settings.tls_key().isEmpty()) {
            return new FleetTls(around.credentials());
        }
        if (settings.tls_cert().isEmpty() || settings.tls_key().isEmpty()) {
            throw new IllegalArgumentException("hubble.tls.cert and hubble.tls.key go together");
        }
        if (clientsProve && settings.tls_ca().isEmpty()) {
            throw new IllegalArgumentException(
                    "hubble.tls.client-auth is require, so hubble.tls.ca must say who signs clients");
        }
        return new TlsFiles(
                Path.of(settings.tls_cert()),
                Path.of(settings.tls_key()),
                settings.tls_ca().isEmpty()
                        ? Optional.empty()
                        : Optional.of(Path.of(settings.tls_ca())));
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
