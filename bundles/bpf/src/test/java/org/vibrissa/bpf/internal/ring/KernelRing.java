package org.vibrissa.bpf.internal.ring;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.vibrissa.bpf.internal.kernel.Bpf;

/** The program of events.bpf.c and its ring, loaded and run by bpftool. */
final class KernelRing implements AutoCloseable {
    static final int CAPACITY = 1 << 16;

    private static final Path BPFFS = Path.of("/sys/fs/bpf");

    private final Path folder;
    private final Path pins;

    KernelRing() throws IOException, InterruptedException {
        folder = Files.createTempDirectory("vt-ring");
        pins = BPFFS.resolve("vt" + ProcessHandle.current().pid() + "_" + System.nanoTime());
        if (!Files.readString(Path.of("/proc/mounts")).contains(" " + BPFFS + " bpf ")) {
            run("mount", "-t", "bpf", "bpf", BPFFS.toString());
        }
        Path source = folder.resolve("events.bpf.c");
        try (InputStream in = KernelRing.class.getResourceAsStream("events.bpf.c")) {
            Files.copy(in, source);
        }
        Path object = folder.resolve("events.bpf.o");
        String include = System.getProperty("os.arch").replace("amd64", "x86_64") + "-linux-gnu";
        run(
                ("clang-19 -O2 -g -target bpf -mcpu=v3 -idirafter /usr/include/" + include + " -c")
                        .split(" "),
                source.toString(),
                "-o",
                object.toString());
        Files.write(folder.resolve("packet"), new byte[64]);
        Files.createDirectory(pins);
        run(
                "bpftool prog load".split(" "),
                object.toString(),
                pins.resolve("prog").toString(),
                "type",
                "tc",
                "pinmaps",
                pins.toString());
    }

    /** Opens a reader. */
    MappedRing open() {
        int fd = new Bpf().open(pins.resolve("vt_ring").toString());
        try {
            return MappedRing.open(fd, CAPACITY, "ring vt_ring", () -> {});
        } finally {
            Bpf.close(fd);
        }
    }

    /** Sends {@code runs} times 100 events. */
    void send(int runs) throws IOException, InterruptedException {
        run(
                "bpftool prog run pinned".split(" "),
                pins.resolve("prog").toString(),
                "data_in",
                folder.resolve("packet").toString(),
                "repeat",
                String.valueOf(runs));
    }

    private void run(String... command) throws IOException, InterruptedException {
        run(command, new String[0]);
    }

    private void run(String[] head, String... tail) throws IOException, InterruptedException {
        List<String> command =
                java.util.stream.Stream.concat(List.of(head).stream(), List.of(tail).stream())
                        .toList();
        Path log = folder.resolve("log");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(command + ": " + Files.readString(log, StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() throws IOException {
        for (Path top : List.of(pins, folder)) {
            try (var files = Files.list(top)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(top);
        }
    }
}
