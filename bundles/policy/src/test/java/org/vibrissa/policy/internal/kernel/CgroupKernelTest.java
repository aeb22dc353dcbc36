package org.vibrissa.policy.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.datapath.internal.pipeline.LiveDatapath;
import org.vibrissa.policy.internal.rule.Direction;

/** A process in a cgroup of its own asks a server of this process, by loopback. */
@Tag("bpf")
class CgroupKernelTest {
    private static final String NAME = "org.vibrissa.policy";
    private static final int TCP = 6;
    private static final int ENDPOINT = 42;
    private static final int SET = 7;
    private static final int HOST_IDENTITY = 1;
    private static final int UNMATCHED = 133;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir Path folder;
    private LiveDatapath datapath;
    private PolicyMaps maps;
    private CgroupPrograms programs;
    private Path cgroup;
    private ServerSocket server;

    @BeforeEach
    void start() throws IOException {
        datapath = new LiveDatapath(folder);
        adopt();
        cgroup = mount().resolve("vt" + ProcessHandle.current().pid());
        Files.createDirectory(cgroup);
        server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    }

    private void adopt() {
        BpfLoader loader = datapath.loader(NAME, "1.0.0");
        maps = new PolicyMaps(loader, 1000);
        programs = new CgroupPrograms(loader, maps);
    }

    @AfterEach
    void stop() throws IOException {
        programs.detach(ENDPOINT);
        server.close();
        Files.delete(cgroup);
        datapath.close();
    }

    private static Path mount() throws IOException {
        return Files.readAllLines(Path.of("/proc/mounts")).stream()
                .map(line -> line.split(" "))
                .filter(fields -> fields[2].equals("cgroup2"))
                .map(fields -> Path.of(fields[1]))
                .findFirst()
                .orElseThrow();
    }

    /** Runs it in the cgroup; {@code $PORT} is the server's. */
    private Process run(String script) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-c", "echo $$ > \"$CGROUP/cgroup.procs\"; " + script);
        builder.environment().put("CGROUP", cgroup.toString());
        builder.environment().put("PORT", String.valueOf(server.getLocalPort()));
        return builder.redirectErrorStream(true).start();
    }

    private String connect() throws Exception {
        Process process = run("exec 3<>/dev/tcp/127.0.0.1/$PORT && echo connected");
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private void allow(boolean ingress, boolean egress) {
        maps.putSet(SET, new PolicySetState(ingress, egress, false, false, 0));
        maps.flip(ENDPOINT, SET);
        datapath.config().advance();
    }

    private PolicyKey toServer() {
        return PolicyKey.port(SET, HOST_IDENTITY, Direction.EGRESS, TCP, server.getLocalPort());
    }

    private long drops(int direction) {
        return datapath
                .core()
                .tables()
                .drops()
                .perCpu()
                .get(direction * 256 + UNMATCHED)
                .orElse(List.of())
                .stream()
                .mapToLong(count -> count.packets())
                .sum();
    }

    @Test
    void failsACallThatEgressPolicyRefuses() throws Exception {
        programs.attach(ENDPOINT, cgroup);
        assertTrue(connect().contains("connected"), "nothing is enforced");
        allow(false, true);
        long before = drops(1);
        assertTrue(connect().contains("Operation not permitted"));
        assertEquals(before + 1, drops(1));
        maps.put(Map.of(toServer(), new PolicyValue(1, false, 2)));
        assertTrue(connect().contains("connected"));
        allow(true, true);
        assertTrue(connect().contains("connected"), "an answer needs no rule");
        programs.detach(ENDPOINT);
        maps.delete(List.of(toServer()));
        assertTrue(connect().contains("connected"), "it is off");
    }

    @Test
    void goesOnWithoutTheDaemonAndIsTakenOver() throws Exception {
        programs.attach(ENDPOINT, cgroup);
        allow(false, true);
        datapath.restart();
        assertTrue(connect().contains("Operation not permitted"));
        adopt();
        assertTrue(connect().contains("Operation not permitted"));
        programs.attach(ENDPOINT, cgroup);
        programs.detach(ENDPOINT);
        assertTrue(connect().contains("connected"));
    }

    @Test
    void stopsAnEstablishedConnection() throws Exception {
        programs.attach(ENDPOINT, cgroup);
        maps.put(Map.of(toServer(), new PolicyValue(1, false, 2)));
        allow(true, true);
        Process process =
                run("exec 3<>/dev/tcp/127.0.0.1/$PORT; while read l <&3; do echo $l >&3; done");
        try (Socket client = server.accept()) {
            client.getOutputStream().write("a\n".getBytes(StandardCharsets.UTF_8));
            assertEquals('a', client.getInputStream().read());
            maps.delete(List.of(toServer()));
            datapath.config().advance();
            long before = drops(0) + drops(1);
            client.getOutputStream().write("b\n".getBytes(StandardCharsets.UTF_8));
            await("packets of the connection are dropped", () -> drops(0) + drops(1) > before);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static void await(String what, BooleanSupplier met) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!met.getAsBoolean()) {
            assertTrue(Instant.now().isBefore(deadline), what);
            Thread.sleep(5);
        }
    }
}
