package org.vibrissa.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.FlowCollector;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Workload;

/** Flows of real traffic in files and at a collector. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class FlowExportTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void fileAndCollectorHaveWhatTheLedgerSays(Lab lab) throws IOException {
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
        Await.until("an exporter", PATIENCE, () -> account(host, "json:") != null);
        Await.until("a collector", PATIENCE, () -> account(host, "ipfix:") != null);
        assertTrue(a.namespace().pings(b.v4()), "no way");
        assertTrue(a.namespace().pings(b.v6()), "no way");
        Await.until("events", PATIENCE, () -> taken(host, "json:") > 0);
        Await.until(
                "all to be sent",
                PATIENCE,
                () ->
                        account(host, "json:").path("pending").asLong() == 0
                                && account(host, "ipfix:").path("pending").asLong() == 0);
        List<String> lines = Files.readAllLines(file);
        assertEquals(account(host, "json:").path("sent").asLong(), lines.size());
        assertTrue(lines.get(0).startsWith("{\"flow\":{\"time\":\""), lines.get(0));
        List<String> records = collector.records();
        assertEquals(account(host, "ipfix:").path("sent").asLong(), records.size());
        assertTrue(
                records.stream().anyMatch(record -> record.contains(a.v4())),
                () -> String.join("\n", records));
        assertEquals(0, ledger(host).path("difference").asLong(), () -> ledger(host).toString());
    }

    private static JsonNode ledger(Host host) {
        return host.cli("flows", "ledger", "-o", "json").expectOk().json();
    }

    private static long taken(Host host, String name) {
        return account(host, name).path("taken").asLong();
    }

    /** Null when there is none yet. */
    private static JsonNode account(Host host, String name) {
        for (JsonNode account : ledger(host).path("accounts")) {
            if (account.path("name").asText().startsWith(name)) {
                return account.has("reading") ? account.path("reading") : account;
            }
        }
        return null;
    }
}
