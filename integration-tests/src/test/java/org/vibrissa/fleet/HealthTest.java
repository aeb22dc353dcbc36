package org.vibrissa.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Fleet;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.HostSnapshot;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Outcome;

/** Hosts probe each other, by each mode that is accepted, and say what they found. */
@Tag("fleet")
@ExtendWith(LabExtension.class)
class HealthTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void findsAllHostsAndTheirEndpoints(Lab lab) {
        Fleet fleet = fleet(lab, 3);
        for (Host host : fleet.hosts()) {
            awaitHealth(host, "3/3 reachable", PATIENCE);
            assertTrue(host.namespace().devices().contains("lxc_health"));
            JsonNode endpoint = healthEndpoint(host);
            assertEquals(4, endpoint.path("identity").asInt());
            assertEquals("reserved:health", endpoint.path("labels").path(0).asText());
            assertEquals("ready", endpoint.path("status").asText());
        }
        // Kernel and responder answer others too, not the probes of the daemon alone.
        String there = healthEndpoint(fleet.host(2)).path("ipv4").asText();
        assertTrue(fleet.host(1).namespace().pings(there));
        String hello = hello(fleet.host(1), there);
        assertTrue(hello.contains(fleet.host(2).node()), hello);
        for (JsonNode node : health(fleet.host(1)).path("nodes")) {
            for (JsonNode path : node.path("paths")) {
                assertEquals("REACHABLE", path.path("icmp").path("state").asText(), path::toString);
                assertTrue(path.path("icmp").path("rtt").asDouble() > 0, path::toString);
                assertTrue(path.path("tcp").path("rtt").asDouble() > 0, path::toString);
            }
        }
    }

    @Test
    void losesAHostThatIsCutOffAndFindsItAgain(Lab lab) {
        Fleet fleet = fleet(lab, 2);
        Host one = fleet.host(1);
        awaitHealth(one, "2/2 reachable", PATIENCE);
        fleet.link(2).cut();
        awaitHealth(one, "1/2 reachable; unreachable: " + fleet.host(2).node(), PATIENCE);
        Outcome probed = one.cli("health", "status", "--probe", fleet.host(2).node());
        assertTrue(probed.expectOk().out().contains("FAILED"), probed::toString);
        fleet.link(2).restore();
        awaitHealth(one, "2/2 reachable", PATIENCE);
    }

    /** A mode that does not get through is seen although the mode in force does. */
    @Test
    void tellsModesApart(Lab lab) {
        Fleet fleet = fleet(lab, 2);
        awaitHealth(fleet.host(1), "2/2 reachable", PATIENCE);
        fleet.underlay().block("udp dport 8472");
        Await.until(
                "the endpoint is lost while the host is not",
                PATIENCE,
                () -> {
                    JsonNode paths = node(fleet.host(1), fleet.host(2)).path("paths");
                    return state(paths, "HOST", "").equals("REACHABLE")
                            && state(paths, "ENDPOINT", "vxlan").equals("UNREACHABLE");
                },
                () -> fleet.host(1).cli("health", "status").toString());
        fleet.underlay().unblock();
        awaitHealth(fleet.host(1), "2/2 reachable", PATIENCE);
    }

    /** While a change of mode waits for its confirmation both modes are accepted, and probed. */
    @Test
    void probesAcceptedModesBesideTheOneInForce(Lab lab) {
        Fleet fleet = configured(Fleet.of(lab, 2)).start().join();
        Host one = fleet.host(1);
        Host two = fleet.host(2);
        awaitHealth(one, "2/2 reachable", PATIENCE);
        String published = one.cli("get", "node", two.node(), "-o", "json").expectOk().out();
        assertTrue(
                published.contains(healthEndpoint(two).path("ipv4").asText()),
                "its Node says where it answers: " + published);
        Thread swap =
                new Thread(
                        () ->
                                one.cli(
                                        "mode",
                                        "set",
                                        "default",
                                        "geneve",
                                        "--manual",
                                        "--confirm",
                                        "60s"));
        swap.start();
        fleet.underlay().block("udp dport 8472");
        Await.until(
                "geneve is in force and answers, vxlan is accepted and does not",
                PATIENCE,
                () -> {
                    JsonNode paths = node(one, two).path("paths");
                    return state(paths, "ENDPOINT", "geneve").equals("REACHABLE")
                            && state(paths, "ENDPOINT", "vxlan").equals("UNREACHABLE");
                },
                () -> one.cli("health", "status") + one.logTail());
        awaitHealth(one, "2/2 reachable", PATIENCE);
        one.cli("mode", "abort");
        joined(swap);
    }

    private static void joined(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Test
    void goesOnWithTheEndpointAfterACrash(Lab lab) {
        Fleet fleet = fleet(lab, 2);
        Host two = fleet.host(2);
        awaitHealth(fleet.host(1), "2/2 reachable", PATIENCE);
        JsonNode before = healthEndpoint(two);
        String device = two.namespace().exec("ip", "-o", "link", "show", "lxc_health").out();
        String address = before.path("ipv4").asText();
        two.kill();
        assertTrue(fleet.host(1).namespace().pings(address), "the kernel answers without daemon");
        two.start();
        awaitHealth(two, "2/2 reachable", PATIENCE);
        awaitHealth(fleet.host(1), "2/2 reachable", PATIENCE);
        assertEquals(before, healthEndpoint(two));
        assertEquals(device, two.namespace().exec("ip", "-o", "link", "show", "lxc_health").out());
        assertTrue(hello(fleet.host(1), address).contains(two.node()));
    }

    @Test
    void leavesNothingAfterAPurge(Lab lab) {
        Fleet fleet = Fleet.of(lab, 2);
        List<HostSnapshot> before = new ArrayList<>();
        fleet.hosts().forEach(host -> before.add(HostSnapshot.take(lab, host.namespace())));
        begin(fleet);
        awaitHealth(fleet.host(1), "2/2 reachable", PATIENCE);
        Outcome footprint = fleet.host(1).cli("footprint", "-o", "json").expectOk();
        assertTrue(footprint.out().contains("vib-health-"), footprint::toString);
        fleet.host(2).kill();
        for (Host host : fleet.hosts()) {
            host.purge().expectOk();
            assertFalse(host.namespace().exec("ip", "netns", "list").out().contains(space(host)));
        }
        before.forEach(HostSnapshot::expectSame);
    }

    @Test
    void refusesUsersWhatIsTheDaemonsOwn(Lab lab) {
        Host host = lab.host("h").start();
        Outcome outcome =
                host.cliWith(
                        "apiVersion: vibrissa.org/v1\nkind: Endpoint\nmetadata:\n  name: mine\n"
                                + "spec:\n  netns: x\n  reserved: health\n",
                        "apply",
                        "-f",
                        "-");
        outcome.expectFailure(1);
        assertTrue(outcome.err().contains("spec.reserved"), outcome::toString);
        assertTrue(host.cli("status").expectOk().out().contains("no other host"));
        assertFalse(host.namespace().devices().contains("lxc_health"));
    }

    private static Fleet fleet(Lab lab, int size) {
        return begin(Fleet.of(lab, size));
    }

    private static Fleet begin(Fleet fleet) {
        return configured(fleet).start().introduce();
    }

    private static Fleet configured(Fleet fleet) {
        for (int n = 1; n <= fleet.hosts().size(); n++) {
            fleet.host(n).configure(Fleet.configuration(n) + "health:\n  interval: 1s\n");
        }
        return fleet;
    }

    private static void awaitHealth(Host host, String text, Duration patience) {
        Await.until(
                host.node() + " says " + text,
                patience,
                () -> host.cli("status").out().contains(text),
                () -> host.cli("health", "status") + host.logTail());
    }

    private static JsonNode health(Host host) {
        return host.cli("health", "status", "-o", "json").expectOk().json();
    }

    private static JsonNode node(Host asked, Host about) {
        for (JsonNode node : health(asked).path("nodes")) {
            if (node.path("name").asText().equals(about.node())) {
                return node;
            }
        }
        throw new AssertionError(asked.node() + " does not probe " + about.node());
    }

    private static String state(JsonNode paths, String role, String mode) {
        for (JsonNode path : paths) {
            boolean meant =
                    path.path("role").asText().equals(role)
                            && path.path("mode").asText().equals(mode);
            if (meant) {
                return path.path("icmp").path("state").asText();
            }
        }
        return "";
    }

    private static JsonNode healthEndpoint(Host host) {
        for (JsonNode row : host.cli("endpoint", "list", "-o", "json").expectOk().json()) {
            if (row.path("device").asText().equals("lxc_health")) {
                return row;
            }
        }
        throw new AssertionError(host.cli("endpoint", "list").toString());
    }

    private static String hello(Host from, String address) {
        return from.namespace()
                .exec(
                        "bash",
                        "-c",
                        "exec 3<>/dev/tcp/"
                                + address
                                + "/4240; printf 'GET /hello HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3")
                .out();
    }

    private static String space(Host host) {
        return "vib-health-" + host.node();
    }
}
