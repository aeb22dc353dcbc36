package org.vibrissa.control.internal;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.vibrissa.config.Configuration;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.DebugSection;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.RestRoutes;
import org.vibrissa.control.internal.server.Services;
import org.vibrissa.runtime.Footprint;
import org.vibrissa.runtime.Node;
import org.vibrissa.runtime.ReadyCheck;
import org.vibrissa.runtime.Shutdown;
import org.vibrissa.state.Documents;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.swap.Bundles;

/** Services that a test fills. */
final class FakeServices implements Services {
    final List<CommandProvider> commands = new CopyOnWriteArrayList<>();
    final List<RestRoutes> routes = new CopyOnWriteArrayList<>();
    final List<ReadyCheck> checks = new CopyOnWriteArrayList<>();
    final List<Footprint> footprints = new CopyOnWriteArrayList<>();
    final List<DebugSection> sections = new CopyOnWriteArrayList<>();
    final List<String> stops = new CopyOnWriteArrayList<>();
    final List<String> expected = new CopyOnWriteArrayList<>();
    private final Node node;

    FakeServices(Path dir) {
        node = new FakeNode(dir, Instant.now(), expected);
    }

    /** Adds a command. */
    void command(String path, Map<String, String> groups, Function<Invocation, Object> maker) {
        commands.add(
                new CommandProvider() {
                    @Override
                    public String path() {
                        return path;
                    }

                    @Override
                    public String section() {
                        return "Datapath";
                    }

                    @Override
                    public Map<String, String> groups() {
                        return groups;
                    }

                    @Override
                    public String example() {
                        return "vibrissa " + path;
                    }

                    @Override
                    public Object command(Invocation invocation) {
                        return maker.apply(invocation);
                    }
                });
    }

    /** Adds a condition. */
    void check(String name, Optional<String> pending) {
        checks.add(
                new ReadyCheck() {
                    @Override
                    public String name() {
                        return name;
                    }

                    @Override
                    public Optional<String> pending() {
                        return pending;
                    }

                    @Override
                    public String summary() {
                        return "OK";
                    }
                });
    }

    private record FakeNode(Path dir, Instant startedAt, List<String> expectedChecks)
            implements Node {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public String version() {
            return "0.1.0";
        }

        @Override
        public Path runDir() {
            return dir;
        }

        @Override
        public Path stateDir() {
            return dir;
        }

        @Override
        public Path bpfDir() {
            return dir;
        }

        @Override
        public Path configDir() {
            return dir;
        }
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public Shutdown shutdown() {
        return (code, reason) -> stops.add(code + " " + reason);
    }

    @Override
    public List<CommandProvider> commandProviders() {
        return commands;
    }

    @Override
    public List<RestRoutes> restRoutes() {
        return routes;
    }

    @Override
    public List<ReadyCheck> readyChecks() {
        return checks;
    }

    @Override
    public List<Footprint> footprints() {
        return footprints;
    }

    @Override
    public List<DebugSection> debugSections() {
        return sections;
    }

    @Override
    public Optional<ResourceStore> store() {
        return Optional.empty();
    }

    @Override
    public Optional<Documents> documents() {
        return Optional.empty();
    }

    @Override
    public Optional<Bundles> bundles() {
        return Optional.empty();
    }

    @Override
    public Optional<Configuration> configuration() {
        return Optional.empty();
    }
}
