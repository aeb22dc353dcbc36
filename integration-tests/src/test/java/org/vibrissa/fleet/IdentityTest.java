package org.vibrissa.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Fleet;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Outcome;
import org.vibrissa.lab.Sniffer;
import org.vibrissa.lab.Workload;

/** The same labels are the same number on every host. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class IdentityTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void oneSetOfLabelsHasOneNumberOnAllHosts(Lab lab) {
        Fleet fleet = Fleet.of(lab, 2).start().mode("vxlan").join();
        Workload a = empire(fleet.host(1), "a");
        Workload b = empire(fleet.host(2), "b");
        Workload c = fleet.host(2).workload("c").label("org", "alliance").join();
        int empire = identity(fleet.host(1), a);
        assertEquals(empire, identity(fleet.host(2), b));
        assertNotEquals(empire, identity(fleet.host(2), c));
        assertTrue(empire >= 256 && empire <= 65535, () -> "number " + empire);
        fleet.awaitPath(a, b);
        Sniffer wire = Sniffer.start(lab, fleet.underlay().namespace(), "udp port 8472");
        fleet.awaitPath(a, b);
        wire.awaitPacket("instance " + empire);
        awaitKnown(fleet.host(1), c, identity(fleet.host(2), c));
        Outcome shown = fleet.host(1).cli("identity", "get", "" + empire).expectOk();
        assertTrue(shown.out().contains("any:org=empire"), shown::toString);
        assertTrue(shown.out().contains("default/a"), shown::toString);
    }

    @Test
    void nativePacketsAreKnownByTheirAddress(Lab lab) {
        Fleet fleet = Fleet.of(lab, 2).start().mode("native").join();
        Workload a = empire(fleet.host(1), "a");
        Workload b = empire(fleet.host(2), "b");
        fleet.awaitPath(a, b);
        awaitKnown(fleet.host(1), b, identity(fleet.host(1), a));
        awaitKnown(fleet.host(2), a, identity(fleet.host(2), b));
        String gone = b.v4() + "/32";
        fleet.host(2).cli("delete", "endpoint", "b").expectOk();
        Await.until(
                gone + " is forgotten",
                PATIENCE,
                () -> entry(fleet.host(1), gone).isMissingNode(),
                () -> fleet.host(1).cli("bpf", "ipcache", "list").toString());
    }

    @Test
    void labelsMayChangeWhilePacketsFlow(Lab lab) {
        Fleet fleet = Fleet.of(lab, 2).start().mode("native").join();
        Workload a = empire(fleet.host(1), "a");
        Workload b = empire(fleet.host(2), "b");
        fleet.awaitPath(a, b);
        int before = identity(fleet.host(2), b);
        b.label("org", "alliance");
        b.join();
        Await.until(
                "b has another number",
                PATIENCE,
                () -> identity(fleet.host(2), b) != before,
                () -> fleet.host(2).cli("endpoint", "list").toString());
        int after = identity(fleet.host(2), b);
        awaitKnown(fleet.host(1), b, after);
        assertTrue(a.namespace().pings(b.v4()), "no answer after a change of labels");
        b.label("org", "empire");
        b.join();
        awaitKnown(fleet.host(1), b, before);
        assertEquals(before, identity(fleet.host(1), a));
    }

    @Test
    void theFilterOfLabelsIsLive(Lab lab) {
        Fleet fleet = Fleet.of(lab, 2).start().mode("native").join();
        Host host = fleet.host(1);
        Workload a = empire(host, "a");
        Workload b = host.workload("b").label("org", "empire").label("color", "red").join();
        assertNotEquals(identity(host, a), identity(host, b));
        host.cli("config", "set", "identity.labels", "any:org").expectOk();
        Await.until(
                "both are one",
                PATIENCE,
                () -> identity(host, a) == identity(host, b) && identity(host, a) >= 256,
                () -> host.cli("endpoint", "list").toString());
        Outcome list = host.cli("endpoint", "list").expectOk();
        assertTrue(!list.out().contains("color"), list::toString);
    }

    @Test
    void aRestartKeepsNumbers(Lab lab) {
        Fleet fleet = Fleet.of(lab, 2).start().mode("native").join();
        Workload a = empire(fleet.host(1), "a");
        Workload b = empire(fleet.host(2), "b");
        int before = identity(fleet.host(1), a);
        awaitKnown(fleet.host(1), b, before);
        fleet.host(1).kill();
        fleet.host(1).start();
        a.awaitPhase("Ready");
        assertEquals(before, identity(fleet.host(1), a));
        awaitKnown(fleet.host(1), b, before);
    }

    @Test
    void endpointsAreListedUnderTwoHeadings(Lab lab) {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").label("org", "empire").label("class", "x").join();
        List<String> lines = host.cli("endpoint", "list").expectOk().out().lines().toList();
        assertTrue(
                lines.get(0)
                        .matches(
                                "ENDPOINT +POLICY \\(ingress\\) +POLICY \\(egress\\) +IDENTITY"
                                        + " +LABELS \\(source:key\\[=value\\]\\) +IPv6 +IPv4"
                                        + " +STATUS"),
                () -> lines.get(0));
        assertTrue(lines.get(1).matches(" +ENFORCEMENT +ENFORCEMENT"), () -> lines.get(1));
        List<String> rest = new ArrayList<>(lines.subList(2, lines.size()));
        String all = String.join("\n", rest);
        assertTrue(
                all.matches(
                        "(?s).*\\d+ +Disabled +Disabled +"
                                + identity(host, a)
                                + " +any:class=x +\\S+ +"
                                + a.v4()
                                + " +ready\n +any:org=empire\n"
                                + " +k8s:io.kubernetes.pod.namespace=default.*"),
                all);
    }

    @Test
    void aCgroupWaitsForWhoeverEnforcesIt(Lab lab) {
        Host host = lab.host("h").start();
        host.apply(
                "apiVersion: vibrissa.org/v1\nkind: Endpoint\nmetadata:\n  name: web\n"
                        + "spec:\n  kind: cgroup\n  unit: vt-none-such.service\n");
        Await.until(
                "it says that the unit does not run",
                PATIENCE,
                () ->
                        host.cli("get", "endpoint", "web", "-o", "json")
                                .json()
                                .path("status")
                                .path("reason")
                                .asText()
                                .contains("vt-none-such.service"),
                () -> host.cli("get", "endpoint", "web", "-o", "yaml").toString());
        host.cli("delete", "endpoint", "web").expectOk();
    }

    private static Workload empire(Host host, String name) {
        return host.workload(name).label("org", "empire").join();
    }

    private static int identity(Host host, Workload workload) {
        for (JsonNode row : host.cli("endpoint", "list", "-o", "json").expectOk().json()) {
            if (row.path("name").asText().equals(workload.name())) {
                return row.path("identity").asInt();
            }
        }
        throw new AssertionError(workload.name() + " is not listed");
    }

    private static JsonNode entry(Host host, String prefix) {
        for (JsonNode row : host.cli("bpf", "ipcache", "list", "-o", "json").expectOk().json()) {
            if (row.path("prefix").asText().equals(prefix)) {
                return row;
            }
        }
        return MissingNode.getInstance();
    }

    private static void awaitKnown(Host host, Workload other, int identity) {
        for (String prefix : List.of(other.v4() + "/32", other.v6() + "/128")) {
            Await.until(
                    host.node() + " knows " + prefix + " as " + identity,
                    PATIENCE,
                    () -> {
                        JsonNode entry = entry(host, prefix);
                        return entry.path("identity").asInt() == identity
                                && entry.path("place").asText().equals("NODE");
                    },
                    () -> host.cli("bpf", "ipcache", "list") + host.logTail());
        }
    }
}
