package org.vibrissa.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Fleet;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.UdpStream;
import org.vibrissa.lab.Workload;

/** What users may ask of {@code mode set}, and what they are told when it is refused. */
@Tag("fleet")
@ExtendWith(LabExtension.class)
class ModeSetTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int RATE = 2000;

    @Test
    void changesStaticHostsOneByOne(Lab lab) {
        Fleet fleet = Fleet.of(lab, 2).start().introduce();
        Workload a = fleet.host(1).workload("a").join();
        Workload b = fleet.host(2).workload("b").join();
        fleet.awaitPath(a, b);
        UdpStream stream = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), RATE);
        fleet.host(1)
                .cli("mode", "set", "default", "geneve")
                .expectFailure(1, "in no fleet", "--accept-only");
        for (Host host : fleet.hosts()) {
            host.cli("mode", "set", "default", "geneve", "--accept-only").expectOk();
        }
        for (Host host : fleet.hosts()) {
            host.cli("mode", "set", "default", "geneve", "--local").expectOk();
        }
        for (Host host : fleet.hosts()) {
            host.cli("mode", "release", "default").expectOk();
            assertEquals(1, get(host).path("accepts").size(), get(host).toString());
            assertEquals("geneve", get(host).path("mode").asText());
        }
        stream.finish().expectPerfect(RATE);
    }

    @Test
    void startsWithACanaryAndLeavesReceiptsOnAllHosts(Lab lab) {
        Fleet fleet = Fleet.of(lab, 3).start().join();
        String canary = fleet.host(2).node();
        fleet.host(1)
                .cli("mode", "set", "default", "native", "--canary", canary, "--drain", "200ms")
                .expectOk();
        JsonNode receipt = fleet.host(3).cli("receipt", "list", "-o", "json").expectOk().json();
        String id = receipt.get(0).path("id").asText();
        JsonNode whole = fleet.host(3).cli("receipt", "show", id, "-o", "json").expectOk().json();
        assertEquals("completed", whole.path("receipt").path("result").asText());
        assertEquals(3, whole.path("receipt").path("hosts").size(), whole.toString());
        assertTrue(whole.path("receipt").has("canaryMs"), whole.toString());
        for (Host host : fleet.hosts()) {
            Await.until(
                    host.node() + " knows whose the receipt is",
                    PATIENCE,
                    () -> host.cli("receipt", "verify", id).ok(),
                    () -> host.cli("receipt", "verify", id).toString());
        }
        String forged = whole.toString().replace("completed", "improved");
        fleet.host(1)
                .cliWith(forged, "receipt", "verify", "-f", "-")
                .expectFailure(1, "was changed");
    }

    @Test
    void refusesWithTheReasonOfEachHost(Lab lab) {
        Fleet fleet = Fleet.of(lab, 2, 1330).start().join();
        Await.until(
                "vxlan is in force",
                PATIENCE,
                () -> get(fleet.host(1)).path("modeInForce").asText().equals("vxlan"));
        fleet.host(1)
                .cli("mode", "set", "default", "geneve")
                .expectFailure(1, "leaves 1272 bytes of the 1330", "needs 1280");
        fleet.host(1)
                .cli("mode", "set", "default", "geneve", "--dry-run")
                .expectFailure(1, "would be refused");
        assertEquals(1, get(fleet.host(1)).path("accepts").size());
        fleet.host(1).apply(Fleet.node("stranger", 9, ""));
        fleet.host(1)
                .cli("mode", "set", "default", "native")
                .expectFailure(1, "stranger", "has not joined the fleet");
        fleet.host(1).cli("delete", "node", "stranger").expectOk();
        fleet.host(2).kill();
        fleet.host(1)
                .cli("mode", "set", "default", "native")
                .expectFailure(1, fleet.host(2).node());
        assertEquals("vxlan", get(fleet.host(1)).path("modeInForce").asText());
    }

    @Test
    void refusesASecondChangeAndAbortsTheFirst(Lab lab) {
        Fleet fleet = Fleet.of(lab, 2).start().join();
        Workload a = fleet.host(1).workload("a").join();
        Workload b = fleet.host(2).workload("b").join();
        fleet.awaitPath(a, b);
        UdpStream stream = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), RATE);
        fleet.host(1).cli("mode", "set", "default", "geneve", "--manual", "--no-wait").expectOk();
        Await.until(
                "the new mode is in force",
                PATIENCE,
                () -> get(fleet.host(2)).path("modeInForce").asText().equals("geneve"));
        String change = get(fleet.host(2)).path("swap").asText();
        String id = change.substring(0, change.indexOf(' '));
        fleet.host(2).cli("mode", "set", "default", "native").expectFailure(1, id);
        fleet.host(2).cli("mode", "abort").expectOk();
        for (Host host : fleet.hosts()) {
            Await.until(
                    host.node() + " is as before",
                    PATIENCE,
                    () ->
                            get(host).path("modeInForce").asText().equals("vxlan")
                                    && get(host).path("accepts").size() == 1,
                    () -> host.cli("mode", "get") + host.logTail());
        }
        stream.finish().expectPerfect(RATE);
        Await.until(
                "the other host has the receipt",
                PATIENCE,
                () ->
                        fleet.host(2)
                                .cli("mode", "history", "-o", "json")
                                .out()
                                .contains("rolled-back"),
                () -> fleet.host(1).cli("mode", "history") + fleet.host(1).logTail());
    }

    private static JsonNode get(Host host) {
        return host.cli("mode", "get", "default", "-o", "json").expectOk().json();
    }
}
