package org.vibrissa.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.osgi.framework.BundleContext;
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
            return Path.of("/sys/fs/bpf/vibrissa", name);
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

    private LauncherServices() {}

    /** Registers a node with folders of its own. */
    static Node register(BundleContext context) throws IOException {
        String name = "vt" + ProcessHandle.current().pid() + "c";
        Node node = new TestNode(name, Files.createTempDirectory(name));
        Files.createDirectories(node.runDir());
        Files.createDirectories(node.stateDir());
        Files.createDirectories(node.configDir());
        context.registerService(LogControl.class, new FixedLog(), null);
        context.registerService(
                Shutdown.class,
                (exitCode, reason) -> {
                    throw new AssertionError("a bundle asked for the end: " + reason);
                },
                null);
        context.registerService(Node.class, node, null);
        return node;
    }
}
