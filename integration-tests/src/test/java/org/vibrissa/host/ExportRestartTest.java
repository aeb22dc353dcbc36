package org.vibrissa.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.FlowCollector;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Pings;
import org.vibrissa.lab.Reversioned;
import org.vibrissa.lab.Workload;

/** Bundles that export flows stop, start and are swapped while packets flow. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class ExportRestartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Numbers of Hubble's message types, and of the first observation point "from ...". */
    private static final int DROP = 1;

    private static final int TRACE = 4;
    private static final int FIRST_FROM = 5;

    @Test
    void eachFlowIsInTheFileAndAtTheCollectorOnce(Lab lab) throws IOException {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        Path file = lab.folder().resolve("flows.json");
        Path exporters = lab.folder().resolve("exporters.yaml");
        Files.writeString(exporters, "flowLogs: [{name: all, filePath: " + file + "}]\n");
        FlowCollector collector = FlowCollector.start(lab, host.namespace());
        host.cli("config", "set", "hubble.export.config", exporters.toString()).expectOk();
        host.cli("config", "set", "ipfix.collectors", "udp://127.0.0.1:" + FlowCollector.PORT)
                .expectOk();
        Await.until("an exporter", PATIENCE, () -> sent(host, "json:") >= 0);
        Await.until("a collector", PATIENCE, () -> sent(host, "ipfix:") >= 0);

        try (Pings pings = Pings.start(a.namespace(), b.v4())) {
            replace(lab, host, "hubble", "json:", pings);
            replace(lab, host, "ipfix", "ipfix:", pings);
        }
        Await.until(
                "the events to be in the log",
                PATIENCE,
                () -> ledger(host).path("pending").asLong() == 0);
        // at its end it sends what is in the log
        host.cli("bundle", "stop", "org.vibrissa.ipfix").expectOk();
        Await.until(
                "the file to have what is in the log",
                PATIENCE,
                () -> uuids(written(file)).equals(uuids(logged(host, file))),
                () -> written(file).size() + " in the file, " + logged(host, file).size());
        assertEquals(
                written(file).stream().filter(ExportRestartTest::isPing).count(),
                collector.records().stream()
                        .filter(record -> protocol(record).matches("1|ICMP"))
                        .count(),
                "pings at the collector");
        JsonNode ledger = ledger(host);
        assertEquals(0, ledger.path("difference").asLong(), ledger::toString);
        assertEquals(0, account(host, "json:").path("dropped").asLong(), ledger::toString);
    }

    private static void replace(Lab lab, Host host, String name, String account, Pings pings) {
        Await.until("flows from " + name, PATIENCE, () -> sent(host, account) > 0);
        host.cli("bundle", "stop", "org.vibrissa." + name).expectOk();
        pings.awaitMore(5);
        host.cli("bundle", "start", "org.vibrissa." + name).expectOk();
        Await.until("flows from " + name + " again", PATIENCE, () -> sent(host, account) > 0);
        String jar = Reversioned.bundle(lab, name, "0.1.1").toString();
        host.cli("bundle", "swap", jar).expectOk();
        pings.awaitMore(5);
        Await.until("flows from the new " + name, PATIENCE, () -> sent(host, account) > 0);
    }

    /** Whether a record for collectors tells of it: those of other events tell of the others. */
    private static boolean isPing(JsonNode flow) {
        int type = flow.path("event_type").path("type").asInt();
        int point = flow.path("event_type").path("sub_type").asInt();
        return flow.path("l4").has("ICMPv4")
                && (type == DROP || type == TRACE && point < FIRST_FROM);
    }

    /** Of a record: by number, unless nfdump knows better. */
    private static String protocol(String record) {
        return record.strip().split("\\s+", -1)[2];
    }

    private static List<JsonNode> written(Path file) {
        try {
            return flows(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is in the log from the first flow of the file on. */
    private static List<JsonNode> logged(Host host, Path file) {
        String first = written(file).get(0).path("uuid").asText();
        String all = host.cli("observe", "--all", "-o", "json").expectOk().out();
        return flows(all).stream()
                .dropWhile(flow -> !flow.path("uuid").asText().equals(first))
                .toList();
    }

    private static List<String> uuids(List<JsonNode> flows) {
        List<String> uuids = flows.stream().map(flow -> flow.path("uuid").asText()).toList();
        assertTrue(uuids.stream().noneMatch(String::isEmpty), "a flow without uuid");
        return uuids;
    }

    private static List<JsonNode> flows(String lines) {
        String whole = lines.substring(0, lines.lastIndexOf('\n') + 1);
        return whole.lines().flatMap(ExportRestartTest::flow).toList();
    }

    private static Stream<JsonNode> flow(String line) {
        try {
            return Stream.of(JSON.readTree(line).path("flow")).filter(JsonNode::isObject);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }

    private static JsonNode ledger(Host host) {
        return host.cli("flows", "ledger", "-o", "json").expectOk().json();
    }

    private static JsonNode account(Host host, String name) {
        for (JsonNode account : ledger(host).path("accounts")) {
            if (account.path("name").asText().startsWith(name)) {
                return account.path("reading");
            }
        }
        return JSON.missingNode();
    }

    /** -1 when there is no such account. */
    private static long sent(Host host, String name) {
        return account(host, name).path("sent").asLong(-1);
    }
}
