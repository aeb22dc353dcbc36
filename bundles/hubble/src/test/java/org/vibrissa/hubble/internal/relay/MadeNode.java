package org.vibrissa.hubble.internal.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.TreeMap;
import org.vibrissa.flow.made.MadeFlowLog;
import org.vibrissa.hubble.internal.agent.AgentEventLog;
import org.vibrissa.hubble.internal.expression.FlowExpressions;
import org.vibrissa.hubble.internal.made.MadeNames;
import org.vibrissa.hubble.internal.made.MadeSource;
import org.vibrissa.hubble.internal.message.EventUuid;
import org.vibrissa.hubble.internal.message.Rules;
import org.vibrissa.hubble.internal.peers.PeerAddress;
import org.vibrissa.hubble.internal.serve.HubbleServer;
import org.vibrissa.hubble.internal.stream.FlowSource;
import org.vibrissa.hubble.internal.view.Origin;

/** A node of a fleet whose server can be stopped and started again over the same log. */
final class MadeNode implements AutoCloseable {
    private final String name;
    private final Path socket;
    private final MadeFlowLog log;
    private final FlowExpressions expressions = new FlowExpressions();
    private Optional<HubbleServer> server = Optional.empty();

    MadeNode(Path folder, String name, int capacity) throws IOException {
        this.name = name;
        log = new MadeFlowLog(capacity);
        socket = Files.createDirectory(folder.resolve(name)).resolve("hubble.sock");
        start();
    }

    void start() throws IOException {
        FlowSource source =
                new FlowSource(
                        log.log(),
                        new MadeNames(),
                        new MadeSource.Ledger(),
                        new Rules(Optional::empty),
                        new Origin("default", name, "0.1.0"),
                        new EventUuid(name, "boot"),
                        expressions);
        server =
                Optional.of(
                        HubbleServer.start(
                                source,
                                new AgentEventLog(Clock.systemUTC()),
                                TreeMap::new,
                                socket));
    }

    void stop() {
        server.ifPresent(HubbleServer::close);
        server = Optional.empty();
    }

    MadeFlowLog log() {
        return log;
    }

    FlowExpressions expressions() {
        return expressions;
    }

    /** Clients that read its flows now. */
    int clients() {
        return server.map(HubbleServer::clients).orElse(0);
    }

    PeerAddress peer() {
        return new PeerAddress(name, "unix://" + socket, "");
    }

    @Override
    public void close() {
        stop();
    }
}
