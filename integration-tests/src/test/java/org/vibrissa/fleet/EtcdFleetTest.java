package org.vibrissa.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/** A running fleet moves to a real etcd, loses it, and moves back; traffic takes no notice. */
@Tag("fleet")
@ExtendWith(LabExtension.class)
class EtcdFleetTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ADDRESS = "192.0.2.100";
    private static final int RATE = 5000;

    @Test
    void movesToEtcdAndBackUnderTraffic(Lab lab) throws Exception {
        Fleet fleet = Fleet.of(lab, 2);
        for (int n = 1; n <= 2; n++) {
            fleet.host(n)
                    .configure(
                            Fleet.configuration(n)
                                    + "etcd:\n  lease: 4\n  endpoints: [\"http://"
                                    + ADDRESS
                                    + ":2379\"]\n");
        }
        fleet.underlay().namespace().ip("address add " + ADDRESS + "/24 dev " + segment(fleet));
        fleet.start().join();
        Process etcd = etcd(lab, fleet);
        try {
            Workload a = fleet.host(1).workload("a").label("org", "empire").join();
            Workload b = fleet.host(2).workload("b").label("org", "empire").join();
            fleet.awaitPath(a, b);
            int empire = identity(fleet.host(1), "a");
            assertEquals(empire, identity(fleet.host(2), "b"));
            fleet.hosts().forEach(host -> says(host, "of the fleet (fleet)"));
            UdpStream stream = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), RATE);
            fleet.host(1).cli("fleet", "store", "migrate", "--to", "etcd").expectOk();
            fleet.hosts().forEach(host -> says(host, "Fleet store:   OK (etcd"));
            says(fleet.host(1), b.v4() + "/32", "bpf", "ipcache", "list");
            fleet.hosts().forEach(host -> says(host, "of the fleet (etcd)"));
            fleet.host(2).workload("c").label("org", "alliance").join();
            int alliance = identity(fleet.host(2), "c");
            says(fleet.host(1), "any:org=alliance", "identity", "get", "" + alliance);
            says(fleet.host(1), "" + alliance, "bpf", "ipcache", "list");
            assertEquals(empire, identity(fleet.host(1), "a"));
            assertEquals(empire, identity(fleet.host(2), "b"));
            end(etcd);
            fleet.hosts().forEach(host -> says(host, "this host goes on with its last state"));
            fleet.host(2).kill();
            fleet.host(2).start();
            b.awaitPhase("Ready");
            assertEquals(empire, identity(fleet.host(2), "b"));
            assertEquals(alliance, identity(fleet.host(2), "c"));
            fleet.host(1).apply(extra());
            etcd = etcd(lab, fleet);
            fleet.hosts().forEach(host -> says(host, "Fleet store:   OK (etcd"));
            says(fleet.host(2), "extra", "get", "pathgroups");
            fleet.hosts().forEach(EtcdFleetTest::awaitInStep);
            fleet.host(2).cli("fleet", "store", "migrate", "--to", "peers").expectOk();
            fleet.hosts().forEach(host -> says(host, "Fleet store:   peers"));
            fleet.hosts().forEach(host -> says(host, "of the fleet (fleet)"));
            says(fleet.host(1), "any:org=alliance", "identity", "list");
            assertEquals(empire, identity(fleet.host(1), "a"));
            assertEquals(empire, identity(fleet.host(2), "b"));
            fleet.awaitPath(b, a);
            stream.finish().expectPerfect(RATE);
        } finally {
            end(etcd);
        }
    }

    /** No host has joined another: etcd is all they share, and none can be asked for anything. */
    @Test
    void hostsGetBlocksByEtcdAlone(Lab lab) throws Exception {
        Fleet fleet = Fleet.of(lab, 2);
        fleet.hosts().forEach(Host::withoutPool);
        for (int n = 1; n <= 2; n++) {
            fleet.host(n)
                    .configure(
                            Fleet.configuration(n)
                                    + "fleet: {store: etcd}\netcd:\n  lease: 4\n"
                                    + "  endpoints: [\"http://"
                                    + ADDRESS
                                    + ":2379\"]\n");
        }
        fleet.underlay().namespace().ip("address add " + ADDRESS + "/24 dev " + segment(fleet));
        Process etcd = etcd(lab, fleet);
        try {
            fleet.start();
            fleet.hosts().forEach(host -> says(host, "Fleet store:   OK (etcd"));
            fleet.host(2)
                    .apply(
                            "apiVersion: vibrissa.org/v1\nkind: ClusterPool\n"
                                    + "metadata: {name: default}\n"
                                    + "spec: {cidrs: [10.60.0.0/24, \"fd60::/112\"],"
                                    + " blockSize: {ipv4: 28, ipv6: 120}}\n");
            Workload a = fleet.host(1).workload("a").join();
            Workload b = fleet.host(2).workload("b").join();
            fleet.awaitPath(a, b);
            assertEquals(identity(fleet.host(1), "a"), identity(fleet.host(2), "b"));
            end(etcd);
            says(fleet.host(1), "goes on with the blocks it has", "get", "clusterpools");
            fleet.host(1).kill();
            fleet.host(1).start();
            fleet.awaitPath(a, b);
            fleet.host(1).workload("c").join();
        } finally {
            end(etcd);
        }
    }

    private static int identity(Host host, String endpoint) {
        for (JsonNode row : host.cli("endpoint", "list", "-o", "json").expectOk().json()) {
            if (row.path("name").asText().equals(endpoint)) {
                return row.path("identity").asInt();
            }
        }
        throw new AssertionError(endpoint + " is not listed");
    }

    private static void awaitInStep(Host host) {
        Await.until(
                host.node() + " and etcd have the same",
                PATIENCE,
                () ->
                        host.cli("fleet", "store", "status", "-o", "json")
                                .json()
                                .path("inStep")
                                .asBoolean(),
                () -> host.cli("fleet", "store", "status") + host.logTail());
    }

    private static String segment(Fleet fleet) {
        List<String> devices = fleet.underlay().namespace().devices();
        return devices.stream()
                .filter(device -> !device.equals("lo") && !device.startsWith("port"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no bridge among " + devices));
    }

    private static String extra() {
        return "apiVersion: vibrissa.org/v1\nkind: PathGroup\nmetadata:\n  name: extra\n"
                + "spec:\n  mode: vxlan\n  selector: {matchLabels: {none: has}}\n";
    }

    private static void says(Host host, String words, String... command) {
        String[] line = command.length == 0 ? new String[] {"status"} : command;
        Await.until(
                host.node() + " says " + words,
                PATIENCE,
                () -> host.cli(line).out().contains(words),
                () -> host.cli(line) + host.logTail());
    }

    private static Process etcd(Lab lab, Fleet fleet) throws IOException {
        String client = "http://" + ADDRESS + ":2379";
        String peer = "http://127.0.0.1:2380";
        return new ProcessBuilder(
                        "nsenter",
                        "--net=" + fleet.underlay().namespace().file(),
                        "etcd",
                        "--data-dir",
                        lab.folder().resolve("etcd").toString(),
                        "--listen-client-urls",
                        client,
                        "--advertise-client-urls",
                        client,
                        "--listen-peer-urls",
                        peer,
                        "--initial-advertise-peer-urls",
                        peer,
                        "--initial-cluster",
                        "default=" + peer)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(lab.folder().resolve("etcd.log").toFile()))
                .start();
    }

    private static void end(Process etcd) throws InterruptedException {
        etcd.destroyForcibly();
        assertTrue(etcd.waitFor(10, TimeUnit.SECONDS), "etcd does not end");
    }
}
