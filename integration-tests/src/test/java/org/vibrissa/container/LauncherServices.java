package org.vibrissa.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.vibrissa.runtime.LogControl;
import org.vibrissa.runtime.Node;
import org.vibrissa.runtime.Shutdown;

/** What the launcher registers for bundles, here for the framework of a test. */
final class LauncherServices {
    private record TestNode(String name, Path folder) implements Node {
        @Override
        public String version() {
            return "0.1.0";
        }

        @Override
        public Instant startedAt() {
            return Instant.now();
        }

        @Override
        public Path runDir() {
            return folder.resolve("run");
        }

        @Override
        public Path stateDir() {
            return folder.resolve("state");
        }

        @Override
        public Path bpfDir() {
            return Path.of("/sys/fs/bpf", name);
        }

        @Override
        public Path configDir() {
            return folder.resolve("etc");
        }
    }

    private static final class FixedLog implements LogControl {
        @Override
        public void level(System.Logger.Level level) {}

        @Override
        public void format(Format format) {}
    }

    private final TestNode node;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    private LauncherServices(TestNode node) {
        this.node = node;
    }

    /** Registers a node with folders of its own. */
    static LauncherServices register(BundleContext context) throws IOException {
        String name = "vt" + ProcessHandle.current().pid() + "c";
        TestNode node = new TestNode(name, Files.createTempDirectory(name));
        Files.createDirectories(node.runDir());
        Files.createDirectories(node.stateDir());
        Files.createDirectories(node.configDir());
        LauncherServices services = new LauncherServices(node);
        services.add(context, LogControl.class, new FixedLog());
        services.add(
                context,
                Shutdown.class,
                (exitCode, reason) -> {
                    throw new AssertionError("a bundle asked for the end: " + reason);
                });
        services.add(context, Node.class, node);
        return services;
    }

    /** The node's own folder among the pins. */
    Path pins() {
        return node.bpfDir();
    }

    /** Takes the services back, which ends all components. */
    void unregister() {
        registrations.forEach(ServiceRegistration::unregister);
    }

    /** Removes what the launcher removes at the end of a purge. */
    void removeFolders() throws IOException {
        removeTree(node.folder());
        if (Files.exists(node.bpfDir())) {
            removeTree(node.bpfDir());
        }
    }

    private static void removeTree(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private <T> void add(BundleContext context, Class<T> type, T service) {
        registrations.add(context.registerService(type, service, null));
    }
}
