package org.vibrissa.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * One test's little world. All names in it begin with a prefix that no other lab uses; {@link
 * #close()} removes everything, the last made first.
 */
public final class Lab implements AutoCloseable {
    private static final AtomicInteger LABS = new AtomicInteger();

    private final String prefix =
            "vt" + ProcessHandle.current().pid() + "x" + LABS.incrementAndGet();
    private final Path folder;
    private final Cleanup cleanup = new Cleanup();
    private final Thread onExit = new Thread(cleanup::run, prefix + "-cleanup");
    private final List<Host> hosts = new ArrayList<>();
    private final List<Namespace> namespaces = new ArrayList<>();

    /**
     * @param title names the folder with logs and artefacts
     */
    Lab(String title) {
        folder = Place.output().resolve("lab").resolve(title);
        try {
            deleteFolder();
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    /** Begins every name that this lab makes on the machine. */
    public String prefix() {
        return prefix;
    }

    /** Where logs and, after a failure, packets, maps and tables are. */
    public Path folder() {
        return folder;
    }

    /** Makes an empty namespace with its loopback up. */
    public Namespace namespace(String suffix) {
        Namespace made = new Namespace(prefix + suffix);
        Command.run("ip", "netns", "add", made.name()).expectOk();
        cleanup.add("namespace " + made.name(), made::delete);
        namespaces.add(made);
        made.ip("link set lo up");
        return made;
    }

    /** Makes a host: a namespace with folders for a daemon that is not started yet. */
    public Host host(String suffix) {
        Host host = new Host(this, suffix, namespace(suffix));
        hosts.add(host);
        return host;
    }

    /** Joins two namespaces by a veth pair, both ends up, with addresses such as 10.9.0.1/24. */
    public void join(
            Namespace a,
            String deviceA,
            List<String> addressesA,
            Namespace b,
            String deviceB,
            List<String> addressesB) {
        a.ip("link add " + deviceA + " type veth peer name " + deviceB + " netns " + b.name());
        up(a, deviceA, addressesA);
        up(b, deviceB, addressesB);
    }

    /** Mounts a disk of its own; {@code size} as tmpfs understands it, such as 32m. */
    public Path disk(String suffix, String size) {
        Path mount = folder.resolve(suffix + ".disk");
        try {
            Files.createDirectories(mount);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Command.run("mount", "-t", "tmpfs", "-o", "size=" + size, prefix, mount.toString())
                .expectOk();
        cleanup.add("disk " + mount, () -> Command.run("umount", mount.toString()).expectOk());
        return mount;
    }

    /** Undoes {@code step} when the lab ends. */
    void later(String what, Cleanup.Step step) {
        cleanup.add(what, step);
    }

    /** Writes down what may explain a failure. */
    void saveArtefacts() {
        hosts.forEach(host -> Artefacts.ofHost(host, folder));
        namespaces.forEach(namespace -> Artefacts.ofNamespace(namespace, folder));
    }

    @Override
    public void close() {
        List<String> failures = cleanup.run();
        Runtime.getRuntime().removeShutdownHook(onExit);
        if (!failures.isEmpty()) {
            throw new AssertionError("the lab left something behind: " + failures);
        }
    }

    /** What an earlier run of the same test left for its reader. */
    private void deleteFolder() throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static void up(Namespace namespace, String device, List<String> addresses) {
        for (String address : addresses) {
            namespace.ip(
                    "address add "
                            + address
                            + " dev "
                            + device
                            + (address.contains(":") ? " nodad" : ""));
        }
        namespace.ip("link set " + device + " up");
    }
}
