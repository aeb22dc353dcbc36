package org.vibrissa.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The C client against the protocol, as PROTOCOL.md has it. */
@Timeout(60)
class ThinClientTest {
    private static final String CLIENT = System.getProperty("vibrissa.client");
    private static final String SWITCH = "HTTP/1.1 101 Switching Protocols";

    @TempDir Path folder;
    private FakeDaemon daemon;
    private Process client;

    @BeforeEach
    void listen() throws IOException {
        daemon = new FakeDaemon(folder);
    }

    @AfterEach
    void end() throws IOException {
        daemon.close();
        if (client != null) {
            client.destroyForcibly();
        }
    }

    @Test
    void sendsWordsFolderAndItsEnvironment() throws Exception {
        start("endpoint", "get", "a \"b\"\\\n\té", "--node", "n1");
        String head = daemon.accept(SWITCH);
        assertTrue(head.startsWith("POST /v1/cli HTTP/1.1\r\n"), head);
        assertTrue(head.contains("Upgrade: vibrissa-cli/1\r\n"), head);
        JsonNode hello = new ObjectMapper().readTree(daemon.receive().payload());
        assertEquals(
                "[\"endpoint\",\"get\",\"a \\\"b\\\"\\\\\\n\\té\"]", hello.get("argv").toString());
        assertEquals(folder.toRealPath().toString(), hello.get("cwd").asText());
        assertEquals("{\"VIBRISSA_X\":\"1\"}", hello.get("env").toString());
        assertEquals("false", hello.get("tty").toString());
        daemon.exit(0);
        assertEquals(0, exitCode());
    }

    @Test
    void copiesBothOutputsAndTheExitCode() throws Exception {
        start("x");
        daemon.accept(SWITCH);
        daemon.receive();
        byte[] large = bytes(1 << 20);
        daemon.send('E', "warning");
        Thread sender =
                new Thread(
                        () -> {
                            try {
                                for (int i = 0; i < 4; i++) {
                                    daemon.send('O', large);
                                }
                                daemon.exit(42);
                            } catch (IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        });
        sender.start();
        byte[] read = client.getInputStream().readAllBytes();
        sender.join();
        assertEquals(4 << 20, read.length);
        assertArrayEquals(large, java.util.Arrays.copyOf(read, 1 << 20));
        assertEquals("warning", stderr());
        assertEquals(42, exitCode());
    }

    @Test
    void readsFilesForTheDaemon() throws Exception {
        byte[] content = bytes(5_000_003);
        Files.write(folder.resolve("big file"), content);
        start("apply");
        daemon.accept(SWITCH);
        daemon.receive();
        daemon.send('R', "big file");
        assertArrayEquals(content, daemon.receiveAnswer().payload());
        daemon.send('R', "none.yaml");
        assertEquals("\u0001none.yaml: No such file or directory", daemon.receiveAnswer().text());
        daemon.send('R', ".");
        assertEquals("\u0001.: is a directory", daemon.receiveAnswer().text());
        daemon.exit(0);
        assertEquals(0, exitCode());
    }

    @Test
    void readsStandardInputOnlyWhenAsked() throws Exception {
        start("apply", "-f", "-");
        daemon.accept(SWITCH);
        daemon.receive();
        client.getOutputStream().write("kind: X\n".getBytes(StandardCharsets.UTF_8));
        client.getOutputStream().close();
        daemon.send('R', "-");
        assertEquals("kind: X\n", daemon.receiveAnswer().text());
        daemon.exit(0);
        assertEquals(0, exitCode());
    }

    @Test
    void endsAlthoughStandardInputStaysOpen() throws Exception {
        start("apply", "-f", "-");
        daemon.accept(SWITCH);
        daemon.receive();
        daemon.send('R', "-");
        daemon.exit(1);
        assertEquals(1, exitCode());
    }

    @Test
    void listsResourceFilesOfAFolder() throws Exception {
        Path sub = Files.createDirectory(folder.resolve("sub"));
        for (String name : List.of("b.yaml", "a.yml", "c.json", "d.txt", ".yaml", "q\"\n.yaml")) {
            Files.createFile(sub.resolve(name));
        }
        start("apply", "-f", "sub");
        daemon.accept(SWITCH);
        daemon.receive();
        daemon.send('D', "sub");
        JsonNode names = new ObjectMapper().readTree(daemon.receiveAnswer().payload());
        List<String> sorted = new ArrayList<>();
        names.forEach(name -> sorted.add(name.asText()));
        Collections.sort(sorted);
        assertEquals(List.of("a.yml", "b.yaml", "c.json", "q\"\n.yaml"), sorted);
        daemon.exit(0);
        assertEquals(0, exitCode());
    }

    @Test
    void forwardsTheFirstSignalAndEndsWithTheSecond() throws Exception {
        start("observe");
        daemon.accept(SWITCH);
        daemon.receive();
        daemon.send('O', "on");
        assertEquals('o', client.getInputStream().read());
        signal("INT");
        FakeDaemon.Frame frame = daemon.receive();
        assertEquals('S', frame.type());
        assertEquals(2, frame.payload()[0]);
        signal("INT");
        assertEquals(130, exitCode());
    }

    @Test
    void saysThatTheDaemonWentAway() throws Exception {
        start("x");
        daemon.accept(SWITCH);
        daemon.receive();
        daemon.drop();
        assertEquals(1, exitCode());
        assertTrue(stderr().contains("the daemon went away"), "no reason on stderr");
    }

    @Test
    void refusesADaemonThatDoesNotUpgrade() throws Exception {
        start("x");
        daemon.accept("HTTP/1.1 404 Not Found");
        assertEquals(1, exitCode());
        assertTrue(stderr().contains("HTTP/1.1 404 Not Found"), "no status on stderr");
    }

    @Test
    void refusesAnOversizedOrUnknownFrame() throws Exception {
        start("x");
        daemon.accept(SWITCH);
        daemon.receive();
        daemon.send('Z', "?");
        assertEquals(1, exitCode());
        assertTrue(stderr().contains("unknown frame"), "no reason on stderr");
    }

    @Test
    void endsQuietlyWhenNobodyReadsItsOutput() throws Exception {
        start("x");
        daemon.accept(SWITCH);
        daemon.receive();
        client.getInputStream().close();
        daemon.send('O', bytes(1 << 20));
        assertEquals(141, exitCode());
        assertEquals("", stderr());
    }

    @Test
    void worksAloneForHelpAndVersionOnly() throws Exception {
        daemon.close();
        Files.delete(folder.resolve("vibrissa.sock"));
        start("version");
        assertEquals(0, exitCode());
        start("--help");
        assertEquals(0, exitCode());
        start("status");
        assertEquals(3, exitCode());
        assertTrue(stderr().contains("Start it with: vibrissa run"), "no next step");
    }

    @Test
    void withoutWordsPrintsTheUsageAsAnError() throws Exception {
        daemon.close();
        Files.delete(folder.resolve("vibrissa.sock"));
        start();
        assertEquals(2, exitCode());
        assertTrue(stderr().startsWith("Usage: vibrissa"), "no usage on stderr");
        assertEquals(-1, client.getInputStream().read(), "nothing on stdout");
    }

    @Test
    void statusWaitWaitsForADaemonThatIsNotThereYet() throws Exception {
        daemon.close();
        Files.delete(folder.resolve("vibrissa.sock"));
        start("status", "--wait", "--timeout", "30", "-o", "json");
        assertFalse(client.waitFor(200, TimeUnit.MILLISECONDS), "it did not wait");
        daemon = new FakeDaemon(folder);
        daemon.accept(SWITCH);
        JsonNode words = new ObjectMapper().readTree(daemon.receive().payload()).get("argv");
        assertEquals(5, words.size(), words.toString());
        assertTrue(words.get(4).asText().matches("--timeout=(30|2[0-9])"), words.toString());
        daemon.exit(0);
        assertEquals(0, exitCode());
    }

    @Test
    void statusWaitGivesUpAfterItsTimeout() throws Exception {
        daemon.close();
        Files.delete(folder.resolve("vibrissa.sock"));
        start("status", "--timeout=1", "--wait");
        assertEquals(3, exitCode());
        assertTrue(stderr().contains("is not running"), "no reason on stderr");
        start("status", "--wait", "--timeout", "0");
        assertEquals(3, exitCode());
    }

    private void start(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(CLIENT, "--run-dir", folder.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("VIBRISSA_"));
        builder.environment().put("VIBRISSA_X", "1");
        client = builder.start();
    }

    private void signal(String name) throws Exception {
        String[] kill = {"kill", "-" + name, Long.toString(client.pid())};
        assertEquals(0, new ProcessBuilder(kill).start().waitFor());
    }

    private int exitCode() throws InterruptedException {
        assertTrue(client.waitFor(20, TimeUnit.SECONDS), "the client did not end");
        return client.exitValue();
    }

    private String stderr() throws IOException {
        return new String(client.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
