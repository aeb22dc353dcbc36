package org.vibrissa.hubble.internal.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.expression.ExpressionCompiler;
import org.vibrissa.flow.FlowAccount;
import org.vibrissa.flow.made.MadeEvent;
import org.vibrissa.flow.made.MadeFlowLog;
import org.vibrissa.hubble.cel.internal.CelCompiler;
import org.vibrissa.hubble.internal.expression.FlowExpressions;
import org.vibrissa.hubble.internal.made.Await;
import org.vibrissa.hubble.internal.made.MadeNames;
import org.vibrissa.hubble.internal.made.MadeSource;

/** Exporters from their file to theirs. */
class ExportersTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    private final MadeFlowLog log = new MadeFlowLog(1023);
    private final FlowExpressions expressions = new FlowExpressions();
    private Exporters exporters;

    private void configure(String text) throws IOException {
        Path file = folder.resolve("export.yaml");
        Files.writeString(file, text.replace("DIR", folder.toString()));
        if (exporters == null) {
            exporters = another();
        }
        exporters.look();
    }

    /** Another version of the bundle. */
    private Exporters another() {
        return new Exporters(
                folder.resolve("export.yaml"),
                new ExportSource(
                        log.log(),
                        new MadeNames(),
                        MadeSource.RULES,
                        MadeSource.ORIGIN,
                        MadeSource.UUIDS,
                        expressions),
                Clock.systemUTC());
    }

    /** The bundle stops; what it leaves to do is done by the one that comes next. */
    private void replace() {
        exporters.close();
        exporters = another();
    }

    @AfterEach
    void stop() {
        exporters.close();
    }

    private Exporter exporter(String name) {
        return exporters.now().stream()
                .filter(each -> each.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void awaitTaken(String name, long events) {
        Await.until(
                name + " to have taken " + events + " events",
                () -> {
                    FlowAccount.Reading books = exporter(name).read();
                    return books.taken() == events && books.pending() == 0;
                });
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(folder.resolve(file));
    }

    @Test
    void recordHasHubblesShape() throws IOException {
        configure("flowLogs: [{name: all, filePath: DIR/all.json}]");
        log.write(MadeEvent.drop(133).at(Instant.parse("2026-01-31T12:00:00.5Z")));
        awaitTaken("all", 1);
        JsonNode record = JSON.readTree(lines("all.json").get(0));
        assertEquals("tatooine", record.path("node_name").asText());
        assertEquals("2026-01-31T12:00:00.500Z", record.path("time").asText());
        JsonNode flow = record.path("flow");
        assertEquals("2026-01-31T12:00:00.500Z", flow.path("time").asText());
        assertEquals("DROPPED", flow.path("verdict").asText());
        assertEquals("POLICY_DENIED", flow.path("drop_reason_desc").asText());
        assertEquals("deathstar-1", flow.path("source").path("pod_name").asText());
        assertEquals(80, flow.path("l4").path("TCP").path("destination_port").asInt());
        assertEquals("L3_L4", flow.path("Type").asText());
        assertEquals(36, flow.path("uuid").asText().length());
    }

    @Test
    void eachHasItsOwnFiltersAndFields() throws IOException {
        configure(
                """
                flowLogs:
                - {name: drops, filePath: DIR/drops.json, includeFilters: [{verdict: [DROPPED]}],
                   fieldMask: [verdict, source.pod_name]}
                - {name: rest, filePath: DIR/rest.json, excludeFilters: [{verdict: [DROPPED]}]}
                """);
        log.write(MadeEvent.trace(), MadeEvent.drop(133), MadeEvent.trace());
        awaitTaken("drops", 3);
        awaitTaken("rest", 3);
        assertEquals(1, lines("drops.json").size());
        assertTrue(
                lines("drops.json")
                        .get(0)
                        .startsWith(
                                "{\"flow\":{\"verdict\":\"DROPPED\",\"source\":{\"pod_name\":\"deathstar-1\"}},"),
                () -> read("drops.json"));
        assertEquals(2, lines("rest.json").size());
        assertEquals(new FlowAccount.Reading(3, 1, 2, 0, 0), exporter("drops").read());
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void changesActAtOnceAndLoseNothing() throws IOException {
        configure("flowLogs: [{name: a, filePath: DIR/a.json}, {name: b, filePath: DIR/b.json}]");
        log.write(MadeEvent.trace(), 100);
        configure("flowLogs: [{name: a, filePath: DIR/a2.json}, {name: c, filePath: DIR/c.json}]");
        log.write(MadeEvent.trace(), 100);
        awaitTaken("a", 200);
        awaitTaken("c", 100);
        assertEquals(100, lines("b.json").size());
        int first = Files.exists(folder.resolve("a.json")) ? lines("a.json").size() : 0;
        assertEquals(200, first + lines("a2.json").size());
        assertEquals(
                List.of("json:" + folder.resolve("a2.json"), "json:" + folder.resolve("c.json")),
                exporters.now().stream().map(Exporter::name).toList());
        assertEquals(3, exporters.state().added());
        assertEquals(1, exporters.state().updated());
        assertEquals(1, exporters.state().removed());
    }

    @Test
    void oneThatIsTakenAwayAtOnceWritesWhatItWasThereFor() throws IOException {
        for (int i = 0; i < 100; i++) {
            configure("flowLogs: [{name: b, filePath: DIR/b" + i + ".json}]");
            log.write(MadeEvent.trace(), 1);
            configure("flowLogs: []");
            assertEquals(1, lines("b" + i + ".json").size());
        }
    }

    @Test
    void goesOnWhereTheOneBeforeItStood() throws IOException {
        configure("flowLogs: [{name: a, filePath: DIR/a.json}]");
        log.write(MadeEvent.trace(), 10);
        replace();
        log.write(MadeEvent.trace(), 5);
        exporters.look();
        awaitTaken("a", 5);
        log.write(MadeEvent.trace(), 2);
        awaitTaken("a", 7);
        assertEachOnce("a.json", 17);
        assertEquals(new FlowAccount.Reading(7, 7, 0, 0, 0), exporter("a").read());
    }

    private void assertEachOnce(String file, int flows) throws IOException {
        List<String> uuids = new ArrayList<>();
        for (String line : lines(file)) {
            uuids.add(JSON.readTree(line).path("flow").path("uuid").asText());
        }
        assertEquals(flows, uuids.size());
        assertEquals(flows, Set.copyOf(uuids).size(), "some are there twice");
    }

    @Test
    void twoSideBySideTellEachFlowOnce() throws IOException {
        configure("flowLogs: [{name: a, filePath: DIR/a.json}]");
        try (Exporters old = exporters) {
            assertEquals(1, old.now().size());
            exporters = another();
            exporters.look();
            log.write(MadeEvent.trace(), 10);
        }
        log.write(MadeEvent.trace(), 10);
        awaitTaken("a", 10);
        assertEachOnce("a.json", 20);
    }

    @Test
    void whatCouldNotBeWrittenIsLeftToTheNext() throws IOException {
        configure("flowLogs: [{name: a, filePath: DIR/later/a.json}]");
        log.write(MadeEvent.trace(), 10);
        Await.until("a problem", () -> !exporter("a").problem().isEmpty());
        replace();
        Files.createDirectory(folder.resolve("later"));
        exporters.look();
        awaitTaken("a", 10);
        assertEachOnce("later/a.json", 10);
    }

    @Test
    void countsWhatWasOverwrittenWhileItWasAway() throws IOException {
        configure("flowLogs: [{name: a, filePath: DIR/a.json}]");
        replace();
        log.write(MadeEvent.trace(), 1500); // in a log of 1,023
        exporters.look();
        awaitTaken("a", 1500);
        assertEquals(new FlowAccount.Reading(1500, 1023, 0, 477, 0), exporter("a").read());
        assertEquals(
                List.of("477"),
                lines("a.json").stream()
                        .filter(line -> line.startsWith("{\"lost_events\""))
                        .map(line -> line.replaceAll(".*\"num_events_lost\":\"(\\d+)\".*", "$1"))
                        .toList());
    }

    @Test
    void oneThatWasTakenAwayBeginsAnew() throws IOException {
        configure("flowLogs: [{name: a, filePath: DIR/a.json}, {name: b, filePath: DIR/b.json}]");
        configure("flowLogs: [{name: b, filePath: DIR/b.json}]");
        replace();
        configure("flowLogs: []"); // b goes while nobody is there
        log.write(MadeEvent.trace(), 5);
        configure("flowLogs: [{name: a, filePath: DIR/a.json}, {name: b, filePath: DIR/b.json}]");
        log.write(MadeEvent.trace(), 3);
        awaitTaken("a", 3);
        awaitTaken("b", 3);
        assertEachOnce("a.json", 3);
        assertEachOnce("b.json", 3);
    }

    @Test
    void mistakeLeavesWhatWasInForce() throws IOException {
        configure("flowLogs: [{name: a, filePath: DIR/a.json}]");
        configure(
                "flowLogs: [{name: a, filePath: DIR/z.json, includeFilters: [{source_ip: [x]}]}]");
        assertTrue(exporters.state().problem().contains("a: "), exporters.state().problem());
        log.write(MadeEvent.trace());
        awaitTaken("a", 1);
        assertEquals(1, lines("a.json").size());
        configure("flowLogs: [{name: a, filePath: DIR/a.json, fieldMask: [nothing]}]");
        assertTrue(exporters.state().problem().contains("nothing"), exporters.state().problem());
        configure("");
        assertEquals("", exporters.state().problem());
        assertEquals(List.of(), exporters.now());
    }

    @Test
    void stopsAtItsEnd() throws IOException {
        configure("flowLogs: [{name: a, filePath: DIR/a.json, end: \"2026-01-01T00:00:00Z\"}]");
        log.write(MadeEvent.trace(), 10);
        awaitTaken("a", 10);
        assertTrue(exporter("a").ended(), "goes on");
        assertEquals(new FlowAccount.Reading(10, 0, 10, 0, 0), exporter("a").read());
    }

    @Test
    void fileThatCannotBeWrittenIsWaitedFor() throws IOException {
        configure("flowLogs: [{name: a, filePath: DIR/later/a.json}]");
        log.write(MadeEvent.trace(), 10);
        Await.until("a problem", () -> !exporter("a").problem().isEmpty());
        assertEquals("a waits: its folder does not exist", ExportReady.summary(exporters));
        Files.createDirectory(folder.resolve("later"));
        awaitTaken("a", 10);
        assertEquals(10, lines("later/a.json").size());
        assertEquals("", exporter("a").problem());
        assertEquals("OK (1 exporter)", ExportReady.summary(exporters));
    }

    @Test
    void linesOfAFileThatCannotBeWrittenGoIntoTheNextOne() throws IOException {
        configure("flowLogs: [{name: a, filePath: DIR/never/a.json}]");
        log.write(MadeEvent.trace(), 10);
        Await.until("a problem", () -> !exporter("a").problem().isEmpty());
        configure("flowLogs: [{name: a, filePath: DIR/a.json}]");
        log.write(MadeEvent.trace(), 10);
        awaitTaken("a", 20);
        assertEachOnce("a.json", 20);
        assertEquals(new FlowAccount.Reading(20, 20, 0, 0, 0), exporter("a").read());
    }

    @Test
    void linesThatItHoldsAtItsEndAreWritten() throws IOException {
        configure("flowLogs: [{name: a, filePath: DIR/never/a.json}]");
        log.write(MadeEvent.trace(), 10);
        Await.until("a problem", () -> !exporter("a").problem().isEmpty());
        long held = exporter("a").read().pending();
        configure("flowLogs: [{name: a, filePath: DIR/a.json, end: \"2026-01-01T00:00:00Z\"}]");
        log.write(MadeEvent.trace(), 5);
        awaitTaken("a", 15);
        assertEachOnce("a.json", (int) held);
        assertEquals(new FlowAccount.Reading(15, held, 15 - held, 0, 0), exporter("a").read());
    }

    @Test
    @Tag("bpf")
    void fullDiskIsToldCountedAndSurvived() throws IOException, InterruptedException {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        run("mount", "-t", "tmpfs", "-o", "size=4m", "vtexport", disk.toString());
        try {
            Path ballast = disk.resolve("ballast");
            Files.write(ballast, new byte[3900 << 10]);
            configure("flowLogs: [{name: a, filePath: DIR/disk/a.json}]");
            long written = 0;
            while (exporter("a").problem().isEmpty()) {
                log.write(MadeEvent.trace(), 20);
                written += 20;
            }
            assertTrue(exporter("a").problem().contains("No space left"), exporter("a").problem());
            // more than the log holds, so that some are overwritten
            log.write(MadeEvent.trace(), 2000);
            written += 2000;
            Files.delete(ballast);
            awaitTaken("a", written);
            FlowAccount.Reading books = exporter("a").read();
            assertTrue(books.dropped() > 0, books::toString);
            List<String> lines = lines("disk/a.json");
            long flows = lines.stream().filter(line -> line.startsWith("{\"flow\"")).count();
            assertEquals(books.sent(), flows);
            for (String line : lines) {
                JSON.readTree(line);
            }
        } finally {
            exporters.close();
            run("umount", disk.toString());
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertEquals(0, process.waitFor(), String.join(" ", command));
    }

    @Test
    void leavesFlowsInTheLogWhileTheBundleOfItsExpressionsIsAway() throws IOException {
        ExpressionCompiler cel = new CelCompiler();
        configure(
                """
                flowLogs:
                  - name: a
                    filePath: DIR/a.json
                    includeFilters:
                      - experimental: {celExpression: ["_flow.l4.TCP.destination_port == 443u"]}
                """);
        assertEquals("", exporters.state().problem(), "the file is right");
        Await.until("a problem", () -> !exporter("a").problem().isEmpty());
        assertTrue(
                exporter("a").problem().contains("need the bundle hubble-cel"),
                exporter("a").problem());
        log.write(MadeEvent.trace(), MadeEvent.trace().to("10.0.0.2", 443));
        expressions.bind(cel);
        awaitTaken("a", 2);
        assertEquals(1, lines("a.json").size());
        assertEquals("", exporter("a").problem());
        expressions.unbind(cel);
        Await.until("a problem before any flow", () -> !exporter("a").problem().isEmpty());
        log.write(MadeEvent.trace().to("10.0.0.2", 443), MadeEvent.trace());
        assertEquals(1, lines("a.json").size());
        expressions.bind(new CelCompiler());
        awaitTaken("a", 4);
        assertEquals(2, lines("a.json").size());
        assertEquals(new FlowAccount.Reading(4, 2, 2, 0, 0), exporter("a").read());
    }

    @Test
    void anExpressionThatIsWrongIsAMistakeInTheFile() throws IOException {
        expressions.bind(new CelCompiler());
        configure(
                """
                flowLogs:
                  - name: a
                    filePath: DIR/a.json
                    excludeFilters: [{experimental: {celExpression: ["_flow.verdict"]}}]
                """);
        assertEquals(
                "a: blacklist[0].experimental.cel_expression[0]: \"_flow.verdict\": 1:6: expected"
                        + " type 'bool' but found 'int'",
                exporters.state().problem());
    }
}
