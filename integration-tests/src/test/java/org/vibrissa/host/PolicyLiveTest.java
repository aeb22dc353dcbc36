package org.vibrissa.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vibrissa.lab.Reached.CONNECTED;
import static org.vibrissa.lab.Reached.REFUSED;
import static org.vibrissa.lab.Reached.SILENT;
import static org.vibrissa.lab.StarWars.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Capture;
import org.vibrissa.lab.Command;
import org.vibrissa.lab.Flows;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Policies;
import org.vibrissa.lab.Reached;
import org.vibrissa.lab.Reversioned;
import org.vibrissa.lab.Sniffer;
import org.vibrissa.lab.StarWars;
import org.vibrissa.lab.TcpStreams;
import org.vibrissa.lab.Workload;

/** Policy changes, is only tried out, answers, or loses its daemon: while packets flow. */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(LabExtension.class)
class PolicyLiveTest {
    private static final List<String> SETTINGS =
            List.of("policy.enforcement-mode", "policy.audit-mode", "policy.deny-response");

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int RATE = 1_000;
    private static final String AUDIT = "policy.vibrissa.org/audit: \"true\"";

    private static final String NO_STREAMS =
            policy(
                    "no-streams",
                    """
                      endpointSelector: {matchLabels: {class: deathstar}}
                      ingressDeny:
                      - fromEndpoints: [{matchLabels: {class: tiefighter}}]
                        toPorts: [{ports: [{port: "30000", endPort: 39999, protocol: TCP}]}]
                    """);

    private Host host;
    private Policies policies;
    private StarWars galaxy;
    private Workload deathstar;
    private Workload tiefighter;
    private Workload xwing;

    @BeforeAll
    void start(Lab lab) {
        host = lab.host("h").start();
        Capture.start(lab, host.namespace());
        galaxy = StarWars.on(lab, host);
        deathstar = galaxy.deathstar();
        tiefighter = galaxy.tiefighter();
        xwing = galaxy.xwing();
        policies = Policies.of(host);
    }

    @AfterEach
    void clear() {
        for (String key : SETTINGS) {
            host.cli("config", "unset", key);
        }
        policies.clear();
    }

    @Test
    void stopsAnEstablishedConnectionAtOnceAndLetsItGoOn(Lab lab) {
        policies.apply(StarWars.streams());
        TcpStreams v4 = connect(lab, deathstar.v4());
        TcpStreams v6 = connect(lab, deathstar.v6());
        policies.apply(NO_STREAMS);
        List<Long> then = List.of(segments(deathstar), segments(tiefighter));
        long refused = policies.refused();
        Await.until(
                "both ends have tried again",
                PATIENCE,
                () -> policies.refused() >= refused + 4,
                () -> host.cli("bpf", "drops", "list").toString());
        assertEquals(
                then,
                List.of(segments(deathstar), segments(tiefighter)),
                "segments came through a denial");
        policies.delete("no-streams");
        Await.until(
                "the connections go on",
                PATIENCE,
                () -> segments(deathstar) > then.get(0) + 10,
                () -> host.cli("bpf", "drops", "list").toString());
        v4.finishWhole();
        v6.finishWhole();
    }

    private TcpStreams connect(Lab lab, String address) {
        return TcpStreams.start(lab, tiefighter.namespace(), deathstar.namespace(), address, 2);
    }

    /** TCP segments that a workload's stack has received. */
    private static long segments(Workload of) {
        List<String> tcp =
                of.namespace()
                        .exec("cat", "/proc/net/snmp")
                        .expectOk()
                        .out()
                        .lines()
                        .filter(line -> line.startsWith("Tcp:"))
                        .toList();
        int column = List.of(tcp.get(0).split(" ", -1)).indexOf("InSegs");
        return Long.parseLong(tcp.get(1).split(" ", -1)[column]);
    }

    @Test
    void auditsAPolicyAnEndpointOrTheWholeHost() {
        String audited =
                StarWars.rule1()
                        .replace("{name: rule1}", "{name: rule1, annotations: {" + AUDIT + "}}");
        policies.apply(audited);
        galaxy.calls(xwing, CONNECTED);
        Await.until(
                "the policy tells what it would have refused",
                PATIENCE,
                () ->
                        host.cli("policy", "get", "rule1", "-o", "json")
                                        .expectOk()
                                        .json()
                                        .path(0)
                                        .path("audited")
                                        .asLong()
                                >= 2,
                () -> host.cli("policy", "get", "rule1").toString());
        policies.apply(StarWars.rule1());
        galaxy.calls(xwing, SILENT);
        String resource = deathstar.resource("");
        host.apply(resource.replace("metadata:\n", "metadata:\n  annotations: {" + AUDIT + "}\n"));
        Await.until(
                "the endpoint is audited",
                PATIENCE,
                () -> host.cli("endpoint", "list").out().contains("Audit"),
                () -> host.cli("endpoint", "list").toString());
        galaxy.calls(xwing, CONNECTED);
        host.apply(resource);
        Await.until(
                "the endpoint is enforced again",
                PATIENCE,
                () -> !host.cli("endpoint", "list").out().contains("Audit"),
                () -> host.cli("endpoint", "list").toString());
        galaxy.calls(xwing, SILENT);
        policies.set("policy.audit-mode", "true");
        galaxy.become(xwing, CONNECTED);
        policies.set("policy.audit-mode", "false");
        galaxy.become(xwing, SILENT);
    }

    @Test
    void enforcesByTheMode() {
        policies.set("policy.enforcement-mode", "always");
        galaxy.become(tiefighter, SILENT);
        policies.apply(
                StarWars.rule1()
                        + "---\n"
                        + policy(
                                "ships",
                                "  endpointSelector: {matchLabels: {class: tiefighter}}\n"
                                        + "  egress: [{toEntities: [cluster]}]\n"));
        galaxy.calls(tiefighter, CONNECTED);
        galaxy.calls(xwing, SILENT);
        policies.set("policy.enforcement-mode", "never");
        galaxy.become(xwing, CONNECTED);
        policies.set("policy.enforcement-mode", "default");
        galaxy.become(tiefighter, CONNECTED);
        galaxy.calls(xwing, SILENT);
    }

    @Test
    void answersWhatItRefusesWhenAsked(Lab lab) {
        policies.apply(StarWars.rule1());
        policies.set("policy.deny-response", "reject");
        galaxy.become(xwing, REFUSED);
        galaxy.calls(tiefighter, CONNECTED);
        Sniffer heard = Sniffer.start(lab, xwing.namespace(), "icmp or icmp6");
        datagram(xwing, deathstar.v4());
        heard.awaitPacket("admin prohibited");
        datagram(xwing, deathstar.v6());
        heard.awaitPacket("unreachable prohibited");
        policies.set("policy.deny-response", "none");
        galaxy.become(xwing, SILENT);
    }

    private static void datagram(Workload from, String address) {
        from.namespace().exec("bash", "-c", "echo hello >/dev/udp/" + address + "/53").expectOk();
    }

    @Test
    void followsALabel() {
        policies.apply(StarWars.rule1());
        galaxy.calls(xwing, SILENT);
        changesSides("empire", CONNECTED);
        changesSides("alliance", SILENT);
    }

    private void changesSides(String org, Reached outcome) {
        xwing.label("org", org).join();
        Await.until(
                "it is " + outcome + " as " + org,
                PATIENCE,
                () -> Reached.of(xwing.namespace(), deathstar.v4(), 80) == outcome,
                () -> host.cli("endpoint", "list") + host.logTail());
        galaxy.calls(xwing, outcome);
        galaxy.calls(tiefighter, CONNECTED);
    }

    @Test
    void isKeptWhenTheDaemonIsKilledAndStartedAgain(Lab lab) {
        policies.apply(StarWars.streams());
        Flows flows = Flows.start(lab, galaxy, RATE);
        Await.until(
                "rows of what was deleted are gone",
                PATIENCE,
                () -> sets().size() == 1,
                () -> sets().toString());
        JsonNode before = sets();
        host.kill();
        galaxy.calls(xwing, SILENT);
        host.start();
        deathstar.awaitPhase("Ready");
        flows.finish(RATE / 10);
        galaxy.calls(xwing, SILENT);
        assertEquals(before, sets(), "rows were taken over, not written anew");
        String status = host.cli("status").expectOk().out();
        assertTrue(status.contains("OK (1 policy, 1 endpoint enforced"), status);
    }

    /** Which sets of rows endpoints have, by number: a set that is written anew has another one. */
    private JsonNode sets() {
        Path map = host.bpfFolder().resolve("bundle/org-vibrissa-policy/m_vib_policy_sets_v1");
        return Command.run("bpftool", "-j", "map", "dump", "pinned", map.toString()).json();
    }

    @Test
    void isNotStoppedByMistake() {
        policies.apply(StarWars.rule1());
        host.cli("bundle", "stop", "policy")
                .expectFailure(
                        1, "would not be enforced any more on 1 endpoint", "stop policy --yes");
        galaxy.calls(xwing, SILENT);
        host.cli("bundle", "stop", "policy", "--yes").expectOk();
        galaxy.become(xwing, CONNECTED);
        host.cli("bundle", "start", "policy").expectOk();
        galaxy.become(xwing, SILENT);
        galaxy.calls(tiefighter, CONNECTED);
    }

    @Test
    void isKeptWhenASwapOfItsBundleIsRefused(Lab lab) {
        policies.apply(StarWars.streams());
        Flows flows = Flows.start(lab, galaxy, RATE);
        String jar = Reversioned.bundle(lab, "policy", "0.1.1").toString();
        host.cli("bundle", "swap", jar).expectFailure(1, "cannot be swapped", "restart the daemon");
        flows.finish(RATE / 10);
        galaxy.calls(xwing, SILENT);
    }
}
