package org.vibrissa.control.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Commands over the frame protocol, by a real socket. */
final class CliTest {
    private TestDaemon daemon;

    @BeforeEach
    void start() throws Exception {
        daemon = TestDaemon.start();
    }

    @AfterEach
    void stop() throws Exception {
        daemon.close();
    }

    private TestClient.Result run(String... argv) throws Exception {
        return TestClient.run(daemon.socket(), argv);
    }

    /** A command that runs what a test gives it. */
    @Command(description = "Does what the test wants")
    static final class Scripted implements Callable<Integer> {
        private final Callable<Integer> body;

        @Parameters(arity = "0..1")
        String word = "";

        Scripted(Callable<Integer> body) {
            this.body = body;
        }

        @Override
        public Integer call() throws Exception {
            return body.call();
        }
    }

    /** What a scripted command does. */
    interface Body {
        int run(Invocation invocation) throws Exception;
    }

    private void command(String path, Body body) {
        daemon.services.command(path, Map.of(), i -> new Scripted(() -> body.run(i)));
    }

    @Test
    void printsTheVersionInEachFormat() throws Exception {
        assertTrue(run("version").out().startsWith("vibrissa 0.1.0 (node test)"));
        assertTrue(run("version", "-o", "json").out().contains("\"version\" : \"0.1.0\""));
        assertTrue(run("version", "-o", "YAML").out().contains("version: 0.1.0"));
    }

    @Test
    void statusSaysReadyOrWhatIsAwaited() throws Exception {
        daemon.services.check("Datapath", Optional.empty());
        TestClient.Result ready = run("status");
        assertEquals(0, ready.code(), ready.err());
        assertTrue(ready.out().contains("Vibrissa:   OK"), ready.out());
        assertTrue(ready.out().contains("0/0 managed"), ready.out());

        daemon.services.expected.add("Kernel");
        TestClient.Result missing = run("status");
        assertEquals(3, missing.code());
        assertTrue(missing.out().contains("Kernel:     pending: missing"), missing.out());
        daemon.services.check("Kernel", Optional.empty());
        assertEquals(0, run("status").code());

        daemon.services.check("State", Optional.of("reading 3 files"));
        TestClient.Result notReady = run("status", "--wait", "--timeout", "0");
        assertEquals(3, notReady.code());
        assertTrue(notReady.out().contains("pending: reading 3 files"), notReady.out());
        assertEquals(3, run("status").code());
        assertTrue(run("status", "-o", "json").out().contains("\"ready\" : false"));
    }

    @Test
    void statusWaitsUntilReady() throws Exception {
        AtomicBoolean ready = new AtomicBoolean();
        CountDownLatch asked = new CountDownLatch(2);
        daemon.services.checks.add(
                new org.vibrissa.runtime.ReadyCheck() {
                    @Override
                    public String name() {
                        return "Slow";
                    }

                    @Override
                    public Optional<String> pending() {
                        asked.countDown();
                        return ready.get() ? Optional.empty() : Optional.of("time");
                    }

                    @Override
                    public String summary() {
                        return "OK";
                    }
                });
        ExecutorService one = Executors.newSingleThreadExecutor();
        try {
            Future<TestClient.Result> waiting = one.submit(() -> run("status", "--wait"));
            assertTrue(asked.await(20, TimeUnit.SECONDS));
            ready.set(true);
            assertEquals(0, waiting.get(20, TimeUnit.SECONDS).code());
        } finally {
            one.shutdownNow();
        }
    }

    @Test
    void mergesGroupsOfSeveralBundlesAndListsThemInTheHelp() throws Exception {
        Map<String, String> groups = Map.of("bpf", "Kernel maps as they are");
        daemon.services.command("bpf ct list", groups, i -> new Scripted(() -> 0));
        daemon.services.command("bpf map list", groups, i -> new Scripted(() -> 0));
        TestClient.Result help = run("help");
        assertEquals(0, help.code());
        assertTrue(help.out().contains("Kernel maps as they are"), help.out());
        assertTrue(help.out().contains("vibrissa status --wait"), help.out());
        String group = run("bpf", "--help").out();
        assertTrue(group.contains("ct") && group.contains("map"), group);
        String leaf = run("help", "bpf", "ct", "list").out();
        assertTrue(leaf.contains("Does what the test wants"), leaf);
        assertTrue(leaf.contains("vibrissa bpf ct list"), leaf);
        assertEquals(2, run("bpf").code());
        String docs = run("docs", "--help").out();
        assertTrue(docs.contains("commands"), docs);
        assertFalse(run("help").out().contains("docs commands"), "docs is not for every day");
    }

    @Test
    void namesTheNearestCommandAndOption() throws Exception {
        TestClient.Result word = run("statsu");
        assertEquals(2, word.code());
        assertTrue(word.err().contains("did you mean \"status\"?"), word.err());
        TestClient.Result option = run("status", "--wiat");
        assertEquals(2, option.code());
        assertTrue(option.err().contains("did you mean \"--wait\"?"), option.err());
        assertEquals(2, run("version", "-o", "xml").code());
        assertEquals(2, run().code());
    }

    @Test
    void explainsFailures() throws Exception {
        command(
                "fail",
                i -> {
                    throw CommandFailed.notReady("nothing is ready", "vibrissa status");
                });
        command(
                "crash",
                i -> {
                    throw new IllegalStateException("oops");
                });
        TestClient.Result fail = run("fail");
        assertEquals(3, fail.code());
        assertEquals("vibrissa: nothing is ready\nNext: vibrissa status\n", fail.err());
        TestClient.Result crash = run("crash");
        assertEquals(1, crash.code());
        assertTrue(crash.err().contains("oops"), crash.err());
        TestClient.Result away = run("get", "ippools");
        assertEquals(3, away.code(), away.err());
        assertTrue(away.err().contains("state bundle"), away.err());
    }

    @Test
    void describesRowsOnceForEachFormat() throws Exception {
        record Row(String name, List<String> labels, Optional<Integer> id) {}
        List<Row> rows =
                List.of(
                        new Row("a", List.of("any:org=empire", "any:class=ship"), Optional.of(1)),
                        new Row("bcd", List.of(), Optional.empty()));
        command(
                "rows",
                i -> {
                    i.print(
                            Table.of(rows)
                                    .column("NAME", "name", Row::name)
                                    .column("LABELS\n(source)", "labels", Row::labels)
                                    .column("ID", "id", Row::id)
                                    .detail("size", r -> r.labels().size()));
                    return 0;
                });
        assertEquals(
                """
                NAME   LABELS           ID
                       (source)
                a      any:org=empire   1
                       any:class=ship
                bcd
                """,
                run("rows").out());
        String json = run("rows", "-o", "json").out();
        assertTrue(json.contains("\"id\" : 1") && json.contains("\"size\" : 0"), json);
        String yaml = run("rows", "-o", "yaml").out();
        assertTrue(yaml.startsWith("- name: a\n  labels:\n  - any:org=empire\n"), yaml);
    }

    @Test
    void readsFilesThroughTheClient() throws Exception {
        command(
                "cat",
                i -> {
                    i.out().print(new String(i.readFile("x"), StandardCharsets.UTF_8).length());
                    return 0;
                });
        byte[] part = new byte[200_000];
        TestClient.Files three =
                (client, type, path) -> {
                    assertEquals('R', type);
                    assertEquals("x", path);
                    for (int i = 0; i < 3; i++) {
                        client.frame('f', part);
                    }
                    client.endFile();
                };
        assertEquals("600000", TestClient.run(daemon.socket(), three, "cat").out());

        TestClient.Result missing =
                TestClient.run(
                        daemon.socket(),
                        (client, type, path) -> client.failFile("x: No such file or directory"),
                        "cat");
        assertEquals(1, missing.code());
        assertEquals("vibrissa: cannot read x: No such file or directory\n", missing.err());
        TestDaemon.await(
                "the memory of the files is given back",
                () -> daemon.budget.free() == TestDaemon.MEMORY);
    }

    @Test
    void refusesAFileBeyondItsLimitAndBeyondTheMemoryOfAll() throws Exception {
        command("small", i -> i.readFile("x", 1000).length);
        command("large", i -> i.readFile("x").length);
        TestClient.Files tooMuch =
                (client, type, path) -> {
                    for (int i = 0; i < 6; i++) {
                        client.frame('f', new byte[1 << 20]);
                    }
                    client.endFile();
                };
        TestClient.Result small = TestClient.run(daemon.socket(), tooMuch, "small");
        assertEquals(1, small.code());
        assertTrue(small.err().contains("larger than the limit of 1000 bytes"), small.err());
        TestClient.Result large = TestClient.run(daemon.socket(), tooMuch, "large");
        assertTrue(large.err().contains("no memory left"), large.err());
        TestDaemon.await(
                "the memory of the files is given back",
                () -> daemon.budget.free() == TestDaemon.MEMORY);
    }

    @Test
    void readsStandardInputAsItComes() throws Exception {
        command(
                "count",
                i -> {
                    long bytes = 0;
                    byte[] buffer = new byte[8192];
                    for (int n = i.in().read(buffer); n >= 0; n = i.in().read(buffer)) {
                        bytes += n;
                    }
                    i.out().print(bytes);
                    return 0;
                });
        TestClient.Files stdin =
                (client, type, path) -> {
                    assertEquals("-", path);
                    for (int i = 0; i < 100; i++) {
                        client.frame('f', new byte[100_000]);
                    }
                    client.endFile();
                };
        assertEquals("10000000", TestClient.run(daemon.socket(), stdin, "count").out());
    }

    @Test
    void aSignalCancelsTheCommand() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        command(
                "forever",
                i -> {
                    i.onCancel(told::countDown);
                    running.countDown();
                    new CountDownLatch(1).await();
                    return 0;
                });
        try (TestClient client = new TestClient(daemon.socket())) {
            client.upgrade();
            client.arguments("forever");
            assertTrue(running.await(20, TimeUnit.SECONDS));
            client.frame('S', new byte[] {2});
            assertEquals(130, client.result((c, t, p) -> {}).code());
            assertTrue(told.await(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aClientThatLeavesCancelsItsCommandWhileOutputStreams() throws Exception {
        AtomicLong lines = new AtomicLong();
        AtomicBoolean ended = new AtomicBoolean();
        command(
                "stream",
                i -> {
                    try {
                        while (true) {
                            i.out().println("line " + lines.incrementAndGet());
                        }
                    } finally {
                        ended.set(true);
                    }
                });
        try (TestClient client = new TestClient(daemon.socket())) {
            client.upgrade();
            client.arguments("stream");
            client.read();
        }
        TestDaemon.await("the streaming command ends", ended::get);
    }

    @Test
    void aClientThatDoesNotReadHoldsItsCommandBackAndLosesNothing() throws Exception {
        AtomicLong written = new AtomicLong();
        int total = 20_000_000;
        command(
                "flood",
                i -> {
                    byte[] block = new byte[10_000];
                    for (int sent = 0; sent < total; sent += block.length) {
                        i.rawOut().write(block);
                        written.addAndGet(block.length);
                    }
                    i.rawOut().flush();
                    return 0;
                });
        try (TestClient client = new TestClient(daemon.socket())) {
            client.upgrade();
            client.arguments("flood");
            AtomicLong last = new AtomicLong(-1);
            TestDaemon.await(
                    "the command is held back",
                    () -> written.get() > 0 && last.getAndSet(written.get()) == written.get());
            assertTrue(written.get() < total / 2, "held back after " + written.get());
            assertEquals(total, client.result((c, t, p) -> {}).out().length());
        }
    }

    @Test
    void refusesGarbageHalfFramesAndWrongOrder() throws Exception {
        try (TestClient client = new TestClient(daemon.socket())) {
            client.upgrade();
            client.send("GET / HTTP/1.1\r\n");
            TestClient.Result garbage = client.result((c, t, p) -> {});
            assertEquals(1, garbage.code());
            assertTrue(garbage.err().contains("frame type 0x47"), garbage.err());
        }
        try (TestClient client = new TestClient(daemon.socket())) {
            client.upgrade();
            client.send(new byte[] {'A', 0x7f, 0, 0, 0});
            assertTrue(client.result((c, t, p) -> {}).err().contains("the limit is"));
        }
        try (TestClient client = new TestClient(daemon.socket())) {
            client.upgrade();
            client.frame('I', new byte[1]);
            assertTrue(client.result((c, t, p) -> {}).err().contains("before the arguments"));
        }
        try (TestClient client = new TestClient(daemon.socket())) {
            client.upgrade();
            client.frame('A', "{\"argv\":".getBytes(StandardCharsets.UTF_8));
            assertTrue(client.result((c, t, p) -> {}).err().contains("not JSON"));
        }
        try (TestClient client = new TestClient(daemon.socket())) {
            client.upgrade();
            client.send(new byte[] {'A', 0, 0});
        }
        assertEquals(0, run("version").code());
        TestDaemon.await("all clients are gone", daemon.clients::isEmpty);
    }

    @Test
    void takesFramesThatComeWithTheUpgradeInOnePiece() throws Exception {
        try (TestClient client = new TestClient(daemon.socket())) {
            byte[] json = "{\"argv\":[\"version\"]}".getBytes(StandardCharsets.UTF_8);
            String head =
                    "POST /v1/cli HTTP/1.1\r\nHost: v\r\nConnection: Upgrade\r\n"
                            + "Upgrade: vibrissa-cli/1\r\n\r\n";
            client.send(
                    java.nio.ByteBuffer.allocate(head.length() + 5 + json.length)
                            .put(head.getBytes(StandardCharsets.UTF_8))
                            .put((byte) 'A')
                            .putInt(json.length)
                            .put(json)
                            .array());
            assertEquals(101, client.answer().status());
            assertEquals(0, client.result((c, t, p) -> {}).code());
        }
    }

    @Test
    void servesAThousandClientsAtOnce() throws Exception {
        int clients = 1000;
        List<TestClient> all = new ArrayList<>();
        try {
            for (int i = 0; i < clients; i++) {
                all.add(new TestClient(daemon.socket()));
            }
            for (TestClient client : all) {
                client.upgrade();
                client.arguments("version");
            }
            for (TestClient client : all) {
                TestClient.Result result = client.result((c, t, p) -> {});
                assertEquals(0, result.code(), result.err());
                assertTrue(result.out().startsWith("vibrissa 0.1.0"));
            }
        } finally {
            for (TestClient client : all) {
                client.close();
            }
        }
        TestDaemon.await("all clients are gone", daemon.clients::isEmpty);
    }

    @Test
    void downPurgesFromTheTopAndStops() throws Exception {
        List<String> order = new ArrayList<>();
        for (int layer : new int[] {200, 400, 100}) {
            daemon.services.footprints.add(new RecordedFootprint(layer, order));
        }
        assertTrue(run("footprint").out().contains("l200"));
        TestClient.Result down = run("down", "--purge");
        assertEquals(0, down.code(), down.err());
        assertEquals(List.of("l400", "l200", "l100"), order);
        assertEquals(1, daemon.services.stops.size());
        assertTrue(daemon.services.stops.get(0).startsWith("0 "));
    }

    private record RecordedFootprint(int layer, List<String> order)
            implements org.vibrissa.runtime.Footprint {
        @Override
        public String owner() {
            return "l" + layer;
        }

        @Override
        public List<Item> items() {
            return List.of(new Item("link", "x" + layer, "test"));
        }

        @Override
        public void purge() {
            order.add(owner());
        }
    }

    @Test
    void debuginfoHoldsEachSectionAndTheErrorsOfThoseThatFail() throws Exception {
        daemon.services.sections.add(section("pipeline", false));
        daemon.services.sections.add(section("broken", true));
        TestClient.Result json = run("debuginfo", "-o", "json");
        assertEquals(0, json.code(), json.err());
        assertTrue(json.out().contains("\"pipeline\"") && json.out().contains("no luck"));
        assertTrue(json.out().contains("\"threads\""));
        assertEquals(0, run("debuginfo").code());
    }

    private static org.vibrissa.control.DebugSection section(String name, boolean fails) {
        return new org.vibrissa.control.DebugSection() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Object collect() {
                if (fails) {
                    throw new IllegalStateException("no luck");
                }
                return Map.of("slots", 32);
            }
        };
    }

    @Test
    void printsCompletionAndReference() throws Exception {
        String bash = run("completion", "bash").out();
        assertTrue(bash.contains("complete -F") && bash.contains("debuginfo"), bash);
        assertTrue(run("completion", "zsh").out().contains("bashcompinit"));
        assertEquals(2, run("completion", "fish").code());
        String reference = run("docs", "commands").out();
        assertTrue(reference.contains("### vibrissa apply"), reference);
        assertTrue(reference.contains("| `-f, --file FILE` |"), reference);
    }
}
