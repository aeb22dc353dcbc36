package org.vibrissa.bpf.internal.own;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A pair of devices that ends with its test. */
final class Veth implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name =
            "vt" + ProcessHandle.current().pid() % 100_000 + "x" + COUNT.incrementAndGet();

    Veth() {
        run("ip", "link", "add", name, "type", "veth", "peer", "name", name + "p");
    }

    String name() {
        return name;
    }

    int ifindex() {
        try {
            return Integer.parseInt(Files.readString(sysfs().resolve("ifindex")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path sysfs() {
        return Path.of("/sys/class/net", name);
    }

    void delete() {
        run("ip", "link", "del", name);
    }

    @Override
    public void close() {
        if (Files.exists(sysfs())) {
            delete();
        }
    }

    /** Output of a command that must succeed. */
    static String run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(List.of(command) + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
