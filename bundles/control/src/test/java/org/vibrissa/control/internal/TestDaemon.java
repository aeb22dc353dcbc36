package org.vibrissa.control.internal;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.vibrissa.control.internal.command.CommandRunner;
import org.vibrissa.control.internal.commands.BuiltInCommands;
import org.vibrissa.control.internal.http.ClientChannel;
import org.vibrissa.control.internal.http.HttpLimits;
import org.vibrissa.control.internal.rest.BuiltInRoutes;
import org.vibrissa.control.internal.rest.RestDispatcher;
import org.vibrissa.control.internal.server.ControlServer;
import org.vibrissa.control.internal.server.MemoryBudget;
import org.vibrissa.control.internal.server.SocketFile;
import org.vibrissa.control.internal.server.Workers;

/** The edge on a socket in a temporary folder, over services of the test's. */
final class TestDaemon implements AutoCloseable {
    static final long MEMORY = 4 << 20;

    final FakeServices services;
    final MemoryBudget budget = new MemoryBudget(MEMORY);
    final Workers restWorkers = new Workers("test-rest", 4, 4096);
    final Workers commandWorkers = new Workers("test-command", 16, 4096);
    final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final Path dir;
    private final ControlServer server;
    private final SocketFile file;

    private TestDaemon(FakeServices services, HttpLimits limits) throws IOException {
        this.services = services;
        dir = services.node().runDir();
        CommandRunner runner = new CommandRunner(services, new BuiltInCommands(services));
        ClientChannel perClient =
                new ClientChannel(
                        services.node(),
                        limits,
                        clients,
                        budget,
                        restWorkers,
                        commandWorkers,
                        new RestDispatcher(new BuiltInRoutes(services)::table),
                        runner);
        file = new SocketFile(dir);
        server = ControlServer.open(file, clients, perClient);
    }

    static TestDaemon start() throws IOException {
        return start(HttpLimits.DEFAULT);
    }

    static TestDaemon start(HttpLimits limits) throws IOException {
        return start(limits, Files.createTempDirectory("vt"));
    }

    static TestDaemon start(HttpLimits limits, Path dir) throws IOException {
        return new TestDaemon(new FakeServices(dir), limits);
    }

    Path socket() {
        return file.path();
    }

    Path dir() {
        return dir;
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within 20 s: " + what);
            }
            Thread.onSpinWait();
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    @Override
    public void close() throws IOException {
        restWorkers.close();
        commandWorkers.close();
        server.close();
        try (var left = Files.walk(dir)) {
            for (Path path : left.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
