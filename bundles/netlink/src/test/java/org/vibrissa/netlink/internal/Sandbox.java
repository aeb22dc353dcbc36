package org.vibrissa.netlink.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.vibrissa.netlink.NetworkNamespace;

/** Namespaces of one test, named after this process, removed when the test ends. */
final class Sandbox {
    private static final AtomicInteger NEXT = new AtomicInteger();

    final NamespaceFolder namespaces = new NamespaceFolder();
    private final List<Runnable> opened = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    static String freshName() {
        return "vt" + ProcessHandle.current().pid() + "n" + NEXT.incrementAndGet();
    }

    NetworkNamespace namespace() {
        String name = freshName();
        names.add(name);
        NetworkNamespace made = namespaces.create(name);
        opened.add(made::close);
        return made;
    }

    Handle handle(NetworkNamespace namespace) {
        Handle handle = Handle.open(namespace);
        opened.add(handle::close);
        return handle;
    }

    /** What a command prints in that namespace. */
    static String shell(NetworkNamespace namespace, String command) throws IOException {
        Process process =
                new ProcessBuilder(
                                "nsenter",
                                "--net=/run/netns/" + namespace.name(),
                                "sh",
                                "-c",
                                command)
                        .redirectErrorStream(true)
                        .start();
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(command + ": " + text);
            }
            return text;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited 20 s for " + what);
            }
            Thread.onSpinWait();
        }
    }

    static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    void close() {
        opened.forEach(Runnable::run);
        names.forEach(namespaces::delete);
    }
}
