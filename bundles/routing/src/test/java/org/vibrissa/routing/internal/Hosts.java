package org.vibrissa.routing.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.vibrissa.netlink.NetworkNamespace;
import org.vibrissa.netlink.Rtnetlink;
import org.vibrissa.netlink.internal.NamespaceFolder;
import org.vibrissa.netlink.internal.NetlinkService;
import org.vibrissa.netlink.internal.SysctlFiles;

/** Namespaces that stand for hosts and routers, named after this process. */
final class Hosts implements AutoCloseable {
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private static final NamespaceFolder NAMESPACES = new NamespaceFolder();
    private static final NetlinkService NETLINK = new NetlinkService(NAMESPACES);

    private final SysctlFiles sysctl = new SysctlFiles(NAMESPACES);
    private final List<Rtnetlink> opened = new ArrayList<>();
    private final List<NetworkNamespace> made = new ArrayList<>();

    NetworkNamespace make() {
        NetworkNamespace host =
                NAMESPACES.create(
                        "vt" + ProcessHandle.current().pid() + "r" + NEXT.incrementAndGet());
        made.add(host);
        run(host, "ip link set lo up");
        return host;
    }

    Rtnetlink netlink(NetworkNamespace host) {
        Rtnetlink handle = NETLINK.open(host);
        opened.add(handle);
        return handle;
    }

    ReversePath.Settings settings(NetworkNamespace host) {
        return new ReversePath.Settings() {
            @Override
            public String read(String key) {
                return sysctl.read(host, key);
            }

            @Override
            public void write(String key, String value) {
                sysctl.write(host, key, value);
            }
        };
    }

    /** What a command prints in that namespace. */
    String run(NetworkNamespace host, String command) {
        try {
            Process process =
                    new ProcessBuilder(
                                    "nsenter",
                                    "--net=/run/netns/" + host.name(),
                                    "sh",
                                    "-ec",
                                    command)
                            .redirectErrorStream(true)
                            .start();
            try (InputStream out = process.getInputStream()) {
                String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() != 0) {
                    throw new IllegalStateException(command + ": " + text);
                }
                return text;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(command, e);
        }
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited 20 s for " + what);
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        opened.forEach(Rtnetlink::close);
        made.forEach(
                host -> {
                    NAMESPACES.delete(host.name());
                    host.close();
                });
    }
}
