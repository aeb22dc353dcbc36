package org.vibrissa.hubble.internal.relay;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.fleet.Fleet;
import org.vibrissa.fleet.FleetCredentials;
import org.vibrissa.hubble.internal.client.Channels;
import org.vibrissa.hubble.internal.client.Servers;
import org.vibrissa.hubble.internal.peers.PeerAddress;
import org.vibrissa.hubble.internal.peers.PeerBook;
import org.vibrissa.hubble.internal.serve.HubbleSettings;
import org.vibrissa.hubble.internal.serve.Insistence;
import org.vibrissa.hubble.internal.serve.ListenAddress;
import org.vibrissa.hubble.internal.serve.ListenerTls;
import org.vibrissa.hubble.internal.view.Origin;
import org.vibrissa.runtime.Node;
import org.vibrissa.state.ResourceStore;

/** Starts the fleet's listener on a thread of its own, as the node's own server, and ends it. */
final class RelayLife implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RelayLife.class);
    private static final long END_MS = 10_000;

    /** Where others' servers are taken to listen when this host's own does not. */
    private static final int SERVER_PORT = 4244;

    private final Surroundings around;
    private final HubbleSettings server;
    private final RelaySettings settings;
    private final Thread thread = new Thread(this::run, "hubble-relay");
    private final CountDownLatch ending = new CountDownLatch(1);
    private volatile Optional<RelayServer> serving = Optional.empty();
    private volatile String listening = "";
    private volatile String problem = "";

    /** What is asked of the rest of the daemon. */
    record Surroundings(
            Node node,
            ResourceStore store,
            Supplier<Optional<Fleet>> fleet,
            Supplier<Optional<FleetCredentials>> credentials) {}

    RelayLife(Surroundings around, HubbleSettings server, RelaySettings settings) {
        this.around = around;
        this.server = server;
        this.settings = settings;
        thread.setDaemon(true);
    }

    /** Returns at once. */
    void start() {
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
        Node node = around.node();
        Origin origin = new Origin(server.cluster_name(), node.name(), node.version());
        try (Channels channels = new Channels();
                Links links = links(channels, origin);
                RelayServer started =
                        RelayServer.start(
                                origin.nodeName(),
                                links,
                                Waits.usual(),
                                node.version(),
                                Servers.fleetSocket(node))) {
            serving = Optional.of(started);
            if (!settings.relay_listen().isEmpty()) {
                Insistence.open(
                        "the fleet's flows are not served on " + settings.relay_listen(),
                        ending,
                        () -> listen(started),
                        why -> problem = why);
            }
            ending.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            problem = e.getMessage() == null ? e.toString() : e.getMessage();
            LOG.error("the fleet's flows are not served", e);
        } finally {
            serving = Optional.empty();
        }
    }

    /** This host by its unix socket, whatever else it listens at. */
    private Links links(Channels channels, Origin origin) {
        String own =
                server.socket().isEmpty()
                        ? Servers.socket(around.node()).toString()
                        : server.socket();
        int port = ListenAddress.port(server.listen()).orElse(SERVER_PORT);
        PeerBook book =
                new PeerBook(
                        around.store(),
                        around.fleet(),
                        origin,
                        own,
                        Optional.of(new PeerBook.Listening(port, server.tls_enabled())));
        PeerAddress self = new PeerAddress(origin.nodeName(), "unix://" + own, "");
        return new Links(
                () -> {
                    var peers = book.now();
                    peers.put(self.name(), self);
                    return peers;
                },
                new PeerChannels(channels, tls().certificates()),
                origin.nodeName());
    }

    private ListenerTls tls() {
        return new ListenerTls(server, around.credentials());
    }

    private void listen(RelayServer started) throws IOException, InterruptedException {
        Optional<SslContext> tls =
                settings.relay_tls_enabled()
                        ? tls().await("the fleet's listener", ending, why -> problem = why)
                        : Optional.empty();
        if (ending.getCount() == 0) {
            return;
        }
        started.listen(ListenAddress.parse(settings.relay_listen()), tls);
        listening = settings.relay_listen() + (tls.isPresent() ? " (TLS)" : " (no TLS)");
        problem = "";
        LOG.info("the fleet's flows are served on {}", listening);
    }

    /** One line for people. */
    String summary() {
        Optional<RelayServer> now = serving;
        if (now.isEmpty()) {
            return problem.isEmpty() ? "starting" : problem;
        }
        String where = listening.isEmpty() ? "unix socket" : listening;
        return "OK ("
                + now.get().clients()
                + " clients, "
                + where
                + ")"
                + (problem.isEmpty() ? "" : "; " + problem);
    }
}
