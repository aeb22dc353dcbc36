package org.vibrissa.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vibrissa.lab.Reached.CONNECTED;
import static org.vibrissa.lab.Reached.REFUSED;
import static org.vibrissa.lab.Reached.SILENT;
import static org.vibrissa.lab.StarWars.policy;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.vibrissa.lab.Host;
import org.vibrissa.lab.HttpServer;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Namespace;
import org.vibrissa.lab.Outcome;
import org.vibrissa.lab.Policies;
import org.vibrissa.lab.Reached;
import org.vibrissa.lab.StarWars;
import org.vibrissa.lab.Workload;

/** What policies say is what becomes of the connections of one host. */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(LabExtension.class)
class PolicyTest {
    private static final String DEATHSTAR =
            "  endpointSelector: {matchLabels: {class: deathstar}}\n";
    private static final String TIEFIGHTER =
            "  endpointSelector: {matchLabels: {class: tiefighter}}\n";

    private Host host;
    private Policies policies;
    private StarWars galaxy;
    private Workload deathstar;
    private Workload tiefighter;
    private Workload xwing;
    private Namespace outside;

    @BeforeAll
    void start(Lab lab) {
        host = lab.host("h");
        outside = lab.namespace("o");
        lab.join(
                host.namespace(),
                "up0",
                List.of("198.51.100.1/24", "2001:db8::1/64"),
                outside,
                "up0",
                List.of("198.51.100.2/24", "198.51.100.3/24", "2001:db8::2/64", "2001:db8::3/64"));
        host.start();
        Capture.start(lab, host.namespace());
        galaxy = StarWars.on(lab, host);
        deathstar = galaxy.deathstar();
        tiefighter = galaxy.tiefighter();
        xwing = galaxy.xwing();
        policies = Policies.of(host);
        for (String address :
                List.of("198.51.100.2", "198.51.100.3", "2001:db8::2", "2001:db8::3")) {
            HttpServer.start(lab, outside, address);
        }
        HttpServer.start(lab, tiefighter.namespace(), tiefighter.v4());
        HttpServer.start(lab, host.namespace(), gateway());
    }

    @AfterEach
    void clear() {
        policies.clear();
    }

    @Test
    void letsOnlyTheEmpireLand() {
        galaxy.calls(tiefighter, CONNECTED);
        galaxy.calls(xwing, CONNECTED);
        policies.apply(StarWars.rule1());
        galaxy.calls(tiefighter, CONNECTED);
        galaxy.calls(xwing, SILENT);
        SILENT.expect(tiefighter.namespace(), deathstar.v4(), 81);
        assertFalse(tiefighter.namespace().pings(deathstar.v4()), "ping is not on port 80");
        policies.delete("rule1");
        galaxy.calls(xwing, CONNECTED);
    }

    @Test
    void deniesByDefaultOnlyTheDirectionOfItsRules() {
        policies.apply(policy("in", DEATHSTAR + "  ingress: [{}]\n"));
        galaxy.calls(tiefighter, SILENT);
        CONNECTED.expect(deathstar.namespace(), tiefighter.v4(), 80);
        policies.delete("in");
        policies.apply(policy("out", DEATHSTAR + "  egress: [{}]\n"));
        galaxy.calls(tiefighter, CONNECTED);
        SILENT.expect(deathstar.namespace(), tiefighter.v4(), 80);
        policies.apply(
                policy(
                        "out",
                        DEATHSTAR + "  egress: [{}]\n  enableDefaultDeny: {egress: false}\n"));
        CONNECTED.expect(deathstar.namespace(), tiefighter.v4(), 80);
    }

    @Test
    void refusesWhatOneRuleDeniesAndAnotherAllows() {
        policies.apply(
                policy(
                        "both",
                        DEATHSTAR
                                + """
                                  ingress:
                                  - fromEndpoints: [{matchLabels: {class: xwing}}]
                                    toPorts: [{ports: [{port: "80", protocol: TCP}]}]
                                  - fromEntities: [all]
                                  ingressDeny:
                                  - fromEndpoints: [{matchLabels: {org: alliance}}]
                                """));
        galaxy.calls(tiefighter, CONNECTED);
        galaxy.calls(xwing, SILENT);
    }

    @Test
    void letsAnswersThroughButNoCallsBack() {
        policies.apply(
                policy(
                        "ship",
                        TIEFIGHTER
                                + """
                                  ingress: [{}]
                                  egress:
                                  - toEndpoints: [{matchLabels: {class: deathstar}}]
                                    toPorts: [{ports: [{port: "80", protocol: TCP}]}]
                                """));
        for (String address : List.of(deathstar.v4(), deathstar.v6())) {
            Outcome landed = HttpServer.requestLanding(tiefighter.namespace(), address);
            assertEquals("Ship landed\n", landed.out(), landed::toString);
        }
        SILENT.expect(deathstar.namespace(), tiefighter.v4(), 80);
    }

    @Test
    void tellsIcmpTypesApart() {
        policies.apply(
                policy(
                        "echo",
                        DEATHSTAR
                                + """
                                  ingress:
                                  - fromEndpoints: [{matchLabels: {org: empire}}]
                                    icmps:
                                    - fields: [{type: EchoRequest, family: IPv4}]
                                    - fields: [{type: 128, family: IPv6}]
                                  - fromEndpoints: [{matchLabels: {org: alliance}}]
                                    icmps: [{fields: [{type: 13, family: IPv4}]}]
                                """));
        for (String address : List.of(deathstar.v4(), deathstar.v6())) {
            assertTrue(tiefighter.namespace().pings(address), address);
            assertFalse(xwing.namespace().pings(address), address);
        }
        galaxy.calls(tiefighter, SILENT);
    }

    @Test
    void knowsPrefixesOutsideAndTheirExceptions() {
        policies.apply(
                policy(
                        "outside",
                        TIEFIGHTER
                                + """
                                  egress:
                                  - toCIDRSet:
                                    - {cidr: 198.51.100.0/24, except: [198.51.100.3/32]}
                                    - {cidr: "2001:db8::/32", except: ["2001:db8::3/128"]}
                                """));
        CONNECTED.expect(tiefighter.namespace(), "198.51.100.2", 80);
        SILENT.expect(tiefighter.namespace(), "198.51.100.3", 80);
        CONNECTED.expect(tiefighter.namespace(), "2001:db8::2", 80);
        SILENT.expect(tiefighter.namespace(), "2001:db8::3", 80);
        galaxy.calls(tiefighter, SILENT);
        CONNECTED.expect(xwing.namespace(), "198.51.100.3", 80);
    }

    @Test
    void tellsTheHostFromTheWorldAndTheCluster() {
        entity("world", CONNECTED, SILENT, SILENT);
        entity("host", SILENT, CONNECTED, SILENT);
        entity("cluster", SILENT, CONNECTED, CONNECTED);
        entity("all", CONNECTED, CONNECTED, CONNECTED);
    }

    private void entity(String name, Reached world, Reached itself, Reached endpoint) {
        policies.apply(policy("who", TIEFIGHTER + "  egress: [{toEntities: [" + name + "]}]\n"));
        world.expect(tiefighter.namespace(), "198.51.100.2", 80);
        world.expect(tiefighter.namespace(), "2001:db8::2", 80);
        itself.expect(tiefighter.namespace(), gateway(), 80);
        endpoint.expect(tiefighter.namespace(), deathstar.v4(), 80);
        endpoint.expect(tiefighter.namespace(), deathstar.v6(), 80);
    }

    @Test
    void letsTheHostInUnlessItIsToldOtherwise() {
        policies.apply(StarWars.rule1());
        CONNECTED.expect(host.namespace(), deathstar.v4(), 80);
        CONNECTED.expect(host.namespace(), deathstar.v6(), 80);
        policies.set("policy.allow-localhost", "policy");
        Await.until(
                "the host to be kept out",
                Duration.ofSeconds(30),
                () -> Reached.of(host.namespace(), deathstar.v4(), 80) == SILENT);
        policies.apply(policy("host", DEATHSTAR + "  ingress: [{fromEntities: [host]}]\n"));
        CONNECTED.expect(host.namespace(), deathstar.v4(), 80);
        policies.set("policy.allow-localhost", "always");
    }

    @Test
    void takesRangesOfPorts() {
        policies.apply(
                policy(
                        "range",
                        DEATHSTAR
                                + """
                                  ingress:
                                  - toPorts: [{ports: [{port: "79", endPort: 1021, protocol: TCP}]}]
                                """));
        SILENT.expect(xwing.namespace(), deathstar.v4(), 78);
        // Nobody listens but at 80: a reset is the death star's own.
        REFUSED.expect(xwing.namespace(), deathstar.v4(), 79);
        CONNECTED.expect(xwing.namespace(), deathstar.v4(), 80);
        REFUSED.expect(xwing.namespace(), deathstar.v6(), 1021);
        SILENT.expect(xwing.namespace(), deathstar.v6(), 1022);
    }

    /** Every pair and port: what the trace says, by rules and by a packet, is what happens. */
    @Test
    void happensAsTheTraceSays() {
        policies.apply(
                StarWars.rule1()
                        + "---\n"
                        + policy(
                                "out",
                                """
                                  endpointSelector: {matchLabels: {org: alliance}}
                                  egress:
                                  - toEndpoints: [{matchLabels: {class: tiefighter}}]
                                  - toCIDR: [198.51.100.2/32]
                                  egressDeny:
                                  - toEntities: [cluster]
                                    toPorts: [{ports: [{port: "81", protocol: TCP}]}]
                                """));
        for (Workload from : List.of(tiefighter, xwing, deathstar)) {
            for (String to :
                    List.of(deathstar.v4(), tiefighter.v4(), "198.51.100.2", "198.51.100.3")) {
                for (int port : new int[] {80, 81}) {
                    boolean self = to.equals(from.v4());
                    if (!self) {
                        agree(from, to, port);
                    }
                }
            }
        }
    }

    private void agree(Workload from, String to, int port) {
        Outcome trace =
                host.cli(
                        "policy",
                        "trace",
                        "--packet",
                        "-o",
                        "json",
                        "--src",
                        from.name(),
                        "--dst",
                        to,
                        "--dport",
                        Integer.toString(port));
        JsonNode said = trace.json();
        assertTrue(said.path("agrees").asBoolean(), trace::toString);
        boolean denied = said.path("verdict").asText().equals("DENIED");
        assertEquals(denied ? 1 : 0, trace.exit(), trace::toString);
        Reached what = Reached.of(from.namespace(), to, port);
        assertEquals(denied, what == SILENT, () -> what + ", but " + trace);
    }

    private String gateway() {
        return host.namespace().address("vib_host", false).orElseThrow();
    }
}
