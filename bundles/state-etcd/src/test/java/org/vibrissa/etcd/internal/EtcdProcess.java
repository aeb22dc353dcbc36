package org.vibrissa.etcd.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.vibrissa.etcd.internal.client.Etcd;
import org.vibrissa.etcd.internal.client.EtcdAccess;
import org.vibrissa.etcd.internal.client.EtcdException;

/** A real etcd of one member on 127.0.0.1, in a folder of its own. */
final class EtcdProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);

    final Path folder;
    final int port = freePort();
    private final int peerPort = freePort();
    private final List<String> options = new ArrayList<>();
    private String scheme = "http";
    private Optional<Process> process = Optional.empty();

    EtcdProcess(Path folder) {
        this.folder = folder;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    EtcdProcess with(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    EtcdProcess tls(Path certificate, Path key) {
        scheme = "https";
        return with("--cert-file", certificate.toString(), "--key-file", key.toString());
    }

    URI url() {
        return URI.create(scheme + "://127.0.0.1:" + port);
    }

    EtcdProcess start() throws IOException {
        String peer = "http://127.0.0.1:" + peerPort;
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "etcd",
                                "--data-dir",
                                folder.resolve("data").toString(),
                                "--listen-client-urls",
                                url().toString(),
                                "--advertise-client-urls",
                                url().toString(),
                                "--listen-peer-urls",
                                peer,
                                "--initial-advertise-peer-urls",
                                peer,
                                "--initial-cluster",
                                "default=" + peer,
                                "--initial-cluster-token",
                                "t" + System.nanoTime()));
        words.addAll(options);
        Files.createDirectories(folder);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("etcd.log").toFile()));
        process = Optional.of(builder.start());
        return this;
    }

    /** Waits until it answers somebody who may ask. */
    EtcdProcess answers(EtcdAccess access) throws EtcdException {
        try (Etcd etcd = new Etcd(access)) {
            Await.that(
                    "etcd to answer, see " + folder.resolve("etcd.log"),
                    START,
                    () -> {
                        try {
                            return etcd.header("/vt/x").revision() > 0;
                        } catch (EtcdException e) {
                            return false;
                        }
                    });
        }
        return this;
    }

    EtcdAccess access() {
        return new EtcdAccess(
                List.of(url()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(3));
    }

    EtcdProcess up() throws IOException, EtcdException {
        return start().answers(access());
    }

    long pid() {
        return process.orElseThrow().pid();
    }

    void kill() {
        process.ifPresent(
                p -> {
                    p.destroyForcibly();
                    try {
                        if (!p.waitFor(10, TimeUnit.SECONDS)) {
                            throw new AssertionError("etcd does not end");
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        process = Optional.empty();
    }

    /** All that it ever stored is gone. */
    void wipe() throws IOException {
        kill();
        Path data = folder.resolve("data");
        if (Files.exists(data)) {
            try (java.util.stream.Stream<Path> files = Files.walk(data)) {
                for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** The command that makes its folder from a snapshot. */
    List<String> restore(Path snapshot) {
        String peer = "http://127.0.0.1:" + peerPort;
        return List.of(
                "env",
                "ETCDCTL_API=3",
                "etcdctl",
                "snapshot",
                "restore",
                snapshot.toString(),
                "--data-dir",
                folder.resolve("data").toString(),
                "--initial-cluster",
                "default=" + peer,
                "--initial-advertise-peer-urls",
                peer);
    }

    /** Runs etcdctl against it. */
    String ctl(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("etcdctl", "--endpoints", url().toString()));
        all.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(all);
        builder.environment().put("ETCDCTL_API", "3");
        builder.redirectErrorStream(true);
        Process run = builder.start();
        String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (run.waitFor() != 0) {
            throw new AssertionError(String.join(" ", all) + ": " + said);
        }
        return said;
    }

    @Override
    public void close() {
        kill();
    }
}
