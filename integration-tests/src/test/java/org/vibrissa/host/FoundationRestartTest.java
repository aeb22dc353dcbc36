package org.vibrissa.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.TcpStreams;
import org.vibrissa.lab.UdpStream;
import org.vibrissa.lab.VendorSample;
import org.vibrissa.lab.Workload;

/** Bundles on which forwarding stands end and start again while packets flow. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class FoundationRestartTest {
    private static final int RATE = 10_000;
    private static final List<String> FOUNDATION =
            List.of(
                    "config",
                    "datapath",
                    "bpf",
                    "netlink",
                    "state",
                    "ipam",
                    "identity",
                    "endpoint");

    @Test
    void losesNothingAndKeepsAVendorsStageInForce(Lab lab) {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        host.cli("bundle", "swap", VendorSample.v1().toString()).expectOk();
        UdpStream v4 = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), RATE);
        UdpStream fromHost = UdpStream.start(lab, host.namespace(), b.namespace(), b.v6(), 1000);
        TcpStreams tcp = TcpStreams.start(lab, a.namespace(), b.namespace(), b.v6(), 2);
        for (String bundle : FOUNDATION) {
            String before = stages(host);
            long counted = counted(host);
            host.cli("bundle", "stop", bundle, "--force").expectOk();
            // A flow that begins while the bundle is away.
            UdpStream.start(lab, b.namespace(), a.namespace(), a.v4(), RATE)
                    .finish()
                    .expectPerfect(1);
            host.cli("bundle", "start", bundle).expectOk();
            host.awaitReady();
            a.awaitPhase("Ready");
            b.awaitPhase("Ready");
            Await.until(
                    "every stage stands as before " + bundle + " was stopped",
                    Duration.ofSeconds(30),
                    () -> stages(host).equals(before),
                    () -> stages(host));
            assertTrue(counted(host) > counted, bundle);
        }
        tcp.finishWhole();
        fromHost.finish().expectPerfect(1000);
        v4.finish().expectPerfect(RATE);
        assertEquals(0, host.stop(), host::logTail);
    }

    @Test
    void letsNothingThroughThatAVendorDenies(Lab lab) {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        host.cli("bundle", "swap", VendorSample.v1().toString()).expectOk();
        UdpStream stream = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), RATE);
        String id = a.awaitPhase("Ready").at("/status/id").asText();
        host.cli("packetcount", "deny", "--endpoint", id).expectOk();
        Await.until(
                "nothing arrives",
                Duration.ofSeconds(30),
                () -> arrived(b) == arrivedAfterDrops(host, b),
                host::logTail);
        long arrived = arrived(b);
        for (String bundle : List.of("config", "datapath", "bpf")) {
            host.cli("bundle", "stop", bundle, "--force").expectOk();
            host.cli("bundle", "start", bundle).expectOk();
            host.awaitReady();
            Await.until(
                    "the sample shows its drops after the restart of " + bundle,
                    Duration.ofSeconds(30),
                    () -> host.cli("packetcount", "denied").ok(),
                    host::logTail);
            assertEquals(arrived, arrivedAfterDrops(host, b), bundle + " let datagrams through");
        }
        host.cli("packetcount", "allow", "--endpoint", id).expectOk();
        stream.finish();
    }

    /** Datagrams a workload has got once some more have been dropped. */
    private static long arrivedAfterDrops(Host host, Workload workload) {
        long before = drops(host);
        Await.until(
                "datagrams are dropped",
                Duration.ofSeconds(30),
                () -> drops(host) > before + RATE / 10,
                host::logTail);
        return arrived(workload);
    }

    private static long arrived(Workload workload) {
        String[] udp =
                workload.namespace()
                        .exec("cat", "/proc/net/snmp")
                        .expectOk()
                        .out()
                        .lines()
                        .filter(line -> line.startsWith("Udp:"))
                        .reduce((names, values) -> values)
                        .orElseThrow()
                        .split(" ", -1);
        return Long.parseLong(udp[1]);
    }

    /** Chain, slot, owner and version of each stage. */
    private static String stages(Host host) {
        StringBuilder all = new StringBuilder();
        JsonNode slots = host.cli("pipeline", "list", "-o", "json").json();
        for (JsonNode slot : slots) {
            for (String key : List.of("chain", "slot", "owner", "version")) {
                all.append(slot.path(key).asText()).append(' ');
            }
            all.append('\n');
        }
        return all.toString();
    }

    private static long counted(Host host) {
        return sum(host, "list", "packets");
    }

    private static long drops(Host host) {
        return sum(host, "denied", "drops");
    }

    private static long sum(Host host, String command, String column) {
        JsonNode rows = host.cli("packetcount", command, "-o", "json").expectOk().json();
        return StreamSupport.stream(rows.spliterator(), false)
                .mapToLong(row -> row.path(column).asLong())
                .sum();
    }
}
