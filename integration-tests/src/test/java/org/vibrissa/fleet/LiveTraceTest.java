package org.vibrissa.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vibrissa.lab.Reached.CONNECTED;
import static org.vibrissa.lab.Reached.SILENT;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Command;
import org.vibrissa.lab.Fleet;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.LiveTrace;
import org.vibrissa.lab.Policies;
import org.vibrissa.lab.StarWars;

/** The way of real packets through the stages of two hosts. */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(LabExtension.class)
class LiveTraceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Fleet fleet;
    private StarWars galaxy;
    private Host ships;
    private Host star;

    @BeforeAll
    void applyRule1(Lab lab) {
        fleet = Fleet.of(lab, 2).start().mode("vxlan").join();
        ships = fleet.host(1);
        star = fleet.host(2);
        galaxy = StarWars.on(lab, ships, star);
        fleet.awaitPath(galaxy.tiefighter(), galaxy.deathstar());
        Policies.of(star).apply(StarWars.rule1());
        Policies.of(star).awaitInForce();
    }

    private static List<String> slots(JsonNode way) {
        return StreamSupport.stream(way.path("steps").spliterator(), false)
                .map(step -> step.path("chain").asText() + " " + step.path("name").asText())
                .toList();
    }

    private static boolean isTo(JsonNode way, String address, int port) {
        return way.path("destination").path("address").asText().equals(address)
                && way.path("destination").path("port").asInt() == port;
    }

    @Test
    void showsTheSendersWayIntoTheTunnel() {
        LiveTrace trace = LiveTrace.start(ships, "--src", "tiefighter", "--dport", "80");
        galaxy.calls(galaxy.tiefighter(), CONNECTED);

        String there = galaxy.deathstar().v4();
        JsonNode way = trace.await("the call", w -> isTo(w, there, 80));
        assertTrue(slots(way).contains("ep forward-vxlan"), way.toPrettyString());
        assertEquals("default/tiefighter", way.path("source").path("name").asText());
        assertEquals("default/deathstar", way.path("destination").path("name").asText());
        assertEquals("forwarded", way.path("verdict").asText());
        assertEquals(Fleet.DEVICE, way.path("toDevice").asText());
        for (JsonNode step : way.path("steps")) {
            assertTrue(step.path("owner").asText().startsWith("org.vibrissa."), step.toString());
        }
        JsonNode answer =
                trace.await(
                        "the answer", w -> w.path("source").path("address").asText().equals(there));
        assertTrue(slots(answer).contains("net decap-vxlan"), answer.toPrettyString());
        assertEquals(130, trace.interrupt());
        assertEmpty(ships);
    }

    @Test
    void showsWhereAPolicyDropsAndByWhat() {
        LiveTrace trace = LiveTrace.start(star, "--src", galaxy.xwing().v4(), "--dst", "deathstar");
        galaxy.calls(galaxy.xwing(), SILENT);

        JsonNode way = trace.await("the refused call", w -> true);
        List<String> slots = slots(way);
        assertEquals("net decap-vxlan", slots.get(0));
        assertEquals("dlv policy", slots.get(slots.size() - 1));
        assertEquals("dropped", way.path("verdict").asText());
        assertEquals("POLICY_DENIED", way.path("dropReasonName").asText());
        assertEquals("ingress", way.path("policy").get(0).path("direction").asText());
        assertEquals("default/xwing", way.path("source").path("name").asText());
        galaxy.calls(galaxy.tiefighter(), CONNECTED);
        assertEquals(130, trace.interrupt());
        assertTrue(
                trace.ways().stream()
                        .allMatch(
                                w ->
                                        w.path("source")
                                                .path("name")
                                                .asText()
                                                .equals("default/xwing")),
                "somebody else's packets were shown");
    }

    @Test
    void namesTheRuleThatLetsAFlowPass() {
        LiveTrace trace = LiveTrace.start(star, "--dst", "deathstar", "--dport", "80");
        galaxy.calls(galaxy.tiefighter(), CONNECTED);

        JsonNode way = trace.await("a judged call", w -> !w.path("policy").isEmpty());
        assertTrue(
                way.path("policy").get(0).path("rule").asText().contains("default/rule1"),
                way.toPrettyString());
        assertEquals(130, trace.interrupt());
    }

    @Test
    void endsAfterSoManyWays() {
        LiveTrace trace = LiveTrace.start(ships, "--protocol", "tcp", "--count", "2");
        galaxy.calls(galaxy.tiefighter(), CONNECTED);

        assertEquals(0, trace.awaitEnd());
        assertEquals(2, trace.ways().size());
        assertEmpty(ships);
    }

    @Test
    void leavesNothingWhenItsClientDies() {
        LiveTrace trace = LiveTrace.start(ships, "--dport", "80");
        trace.kill();

        Await.until("the watch has ended", PATIENCE, () -> !watches(ships));
    }

    @Test
    void nothingMatchesAfterTheDaemonDied() {
        LiveTrace trace = LiveTrace.start(ships, "--dport", "80");
        ships.kill();
        int unused = trace.awaitEnd();
        galaxy.calls(galaxy.tiefighter(), CONNECTED);
        ships.start();

        assertEmpty(ships);
        galaxy.calls(galaxy.tiefighter(), CONNECTED);
    }

    @Test
    void refusesWhatItCannotWatch() {
        ships.cli("trace", "--src", "nobody").expectFailure(2, "no address, prefix or endpoint");
        ships.cli("trace", "--src", "10.0.0.1", "--dst", "fd00::1")
                .expectFailure(2, "no address family in common");
        ships.cli("trace", "--device", "nonesuch").expectFailure(2, "no device");
        ships.cli("trace", "--dport", "65536").expectFailure(2, "port out of range");
        ships.cli("trace", "--rate", "0").expectFailure(2, "--rate is 1..1000");
        ships.cli("trace", "--protocol", "tpc").expectFailure(2, "no protocol");
    }

    private static void assertEmpty(Host host) {
        assertTrue(!watches(host), "packets are still compared with watches");
    }

    /** Whether a row of the datapath's filters is in force. */
    private static boolean watches(Host host) {
        Path pin = host.bpfFolder().resolve("shared/vib_watch");
        JsonNode rows =
                Command.run("bpftool", "-j", "map", "dump", "pinned", pin.toString())
                        .expectOk()
                        .json();
        return StreamSupport.stream(rows.spliterator(), false)
                .anyMatch(row -> row.path("formatted").path("value").path("id").asInt() != 0);
    }
}
