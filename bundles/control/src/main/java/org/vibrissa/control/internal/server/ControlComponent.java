package org.vibrissa.control.internal.server;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.config.Configuration;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.DebugSection;
import org.vibrissa.control.RestRoutes;
import org.vibrissa.control.internal.command.CommandRunner;
import org.vibrissa.control.internal.command.WarmUp;
import org.vibrissa.control.internal.commands.BuiltInCommands;
import org.vibrissa.control.internal.http.ClientChannel;
import org.vibrissa.control.internal.http.HttpLimits;
import org.vibrissa.control.internal.rest.BuiltInRoutes;
import org.vibrissa.control.internal.rest.RestDispatcher;
import org.vibrissa.runtime.Footprint;
import org.vibrissa.runtime.Node;
import org.vibrissa.runtime.ReadyCheck;
import org.vibrissa.runtime.Shutdown;
import org.vibrissa.state.Documents;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.swap.Bundles;

/** The daemon's edge: opens the socket and gathers what other bundles contribute to it. */
@Component(
        service = {},
        immediate = true)
public final class ControlComponent implements Services {
    private static final Logger LOG = LoggerFactory.getLogger(ControlComponent.class);
    private static final long MEMORY = 32L << 20;
    private static final int REST_THREADS = 8;
    private static final int COMMAND_THREADS = 64;
    private static final int QUEUE = 4096;
    private static final long DRAIN_MS = 3000;

    private final Node node;
    private final Shutdown shutdown;
    private final Workers restWorkers = new Workers("control-rest", REST_THREADS, QUEUE);
    private final Workers commandWorkers = new Workers("control-command", COMMAND_THREADS, QUEUE);
    private final ControlServer server;

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<CommandProvider> commandProviders = List.of();

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<RestRoutes> restRoutes = List.of();

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<ReadyCheck> readyChecks = List.of();

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<Footprint> footprints = List.of();

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<DebugSection> debugSections = List.of();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile ResourceStore store;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Documents documents;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Bundles bundles;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Configuration configuration;

    /** Opens the socket. */
    @Activate
    public ControlComponent(@Reference Node node, @Reference Shutdown shutdown) throws IOException {
        this.node = node;
        this.shutdown = shutdown;
        CommandRunner runner = new CommandRunner(this, new BuiltInCommands(this));
        BuiltInRoutes routes = new BuiltInRoutes(this);
        ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
        ClientChannel perClient =
                new ClientChannel(
                        node,
                        HttpLimits.DEFAULT,
                        clients,
                        new MemoryBudget(MEMORY),
                        restWorkers,
                        commandWorkers,
                        new RestDispatcher(
                                () -> {
                                    awaitContributions();
                                    return routes.table();
                                }),
                        runner);
        SocketFile file = new SocketFile(node.runDir());
        server = ControlServer.open(file, clients, perClient);
        commandWorkers.offer(new WarmUp(runner, node));
        LOG.info("listening on {}", file.path());
    }

    /** Lets running commands finish their words, then closes. */
    @Deactivate
    void stop() throws IOException {
        server.stopAccepting();
        if (!commandWorkers.drain(DRAIN_MS)) {
            LOG.info("commands are still running: they are cancelled");
        }
        restWorkers.drain(DRAIN_MS);
        commandWorkers.close();
        restWorkers.close();
        server.close();
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public Shutdown shutdown() {
        return shutdown;
    }

    @Override
    public List<CommandProvider> commandProviders() {
        return commandProviders;
    }

    @Override
    public List<RestRoutes> restRoutes() {
        return restRoutes;
    }

    @Override
    public List<ReadyCheck> readyChecks() {
        return readyChecks;
    }

    @Override
    public List<Footprint> footprints() {
        return footprints;
    }

    @Override
    public List<DebugSection> debugSections() {
        return debugSections;
    }

    @Override
    public Optional<ResourceStore> store() {
        return Optional.ofNullable(store);
    }

    @Override
    public Optional<Documents> documents() {
        return Optional.ofNullable(documents);
    }

    @Override
    public Optional<Bundles> bundles() {
        return Optional.ofNullable(bundles);
    }

    @Override
    public Optional<Configuration> configuration() {
        return Optional.ofNullable(configuration);
    }
}
