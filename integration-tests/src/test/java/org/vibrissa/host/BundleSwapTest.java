package org.vibrissa.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Outcome;
import org.vibrissa.lab.TcpStreams;
import org.vibrissa.lab.UdpStream;
import org.vibrissa.lab.VendorSample;
import org.vibrissa.lab.Workload;

/** A bundle is replaced while packets flow through its stage. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class BundleSwapTest {
    private static final int RATE = 20_000;

    @Test
    void losesNothingBetweenVersions(Lab lab) {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        UdpStream udp = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), RATE);
        TcpStreams tcp = TcpStreams.start(lab, a.namespace(), b.namespace(), b.v6(), 4);
        JsonNode first = swap(host, VendorSample.v1());
        assertEquals("installed", first.at("/outcome").asText(), first::toString);
        awaitCounted(host, RATE / 4);
        for (int round = 0; round < 5; round++) {
            carriesOver(host, VendorSample.v2(), "1.0.0", "2.0.0");
            carriesOver(host, VendorSample.v1(), "2.0.0", "1.0.0");
        }
        tcp.finishWhole();
        udp.finish().expectPerfect(RATE / 2);
        assertEquals(List.of("1.0.0"), versions(host), "one version is left");
    }

    @Test
    void leavesEverythingWhenThePreFlightFails(Lab lab) {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        swap(host, VendorSample.v1());
        UdpStream udp = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), RATE / 4);
        awaitCounted(host, 10);
        String bundles = host.cli("bundle", "list").expectOk().out();
        List<String> pipeline = pipeline(host);
        for (VendorSample.Broken broken : VendorSample.Broken.values()) {
            Path jar = VendorSample.broken(lab, broken);
            long counted = counted(host);
            Outcome refused = host.cli("bundle", "swap", jar.toString());
            refused.expectFailure(1, broken.complaint());
            assertEquals(bundles, host.cli("bundle", "list").expectOk().out(), broken.name());
            assertEquals(pipeline, pipeline(host), broken.name());
            awaitCounted(host, counted + 1);
        }
        udp.finish().expectPerfect(10);
    }

    /** Swaps while packets flow: the receipt tells it and no packet counted before is forgotten. */
    private static void carriesOver(Host host, Path jar, String from, String to) {
        long before = counted(host);
        JsonNode receipt = swap(host, jar);
        assertEquals("swapped", receipt.at("/outcome").asText(), receipt::toString);
        assertEquals(from, receipt.at("/from").asText(), receipt::toString);
        assertEquals(to, receipt.at("/to").asText(), receipt::toString);
        assertEquals(List.of("ep 17", "dlv 17"), texts(receipt.at("/slots")), receipt::toString);
        assertTrue(receipt.at("/packets").asLong() > 0, receipt::toString);
        long after = counted(host);
        long passed = receipt.at("/packets").asLong();
        assertTrue(
                after >= before + passed,
                () -> "counted " + before + ", then " + after + " though " + passed + " passed");
        assertEquals(
                List.of(to),
                slots(host)
                        .filter(slot -> slot.at("/owner").asText().contains(VendorSample.NAME))
                        .map(slot -> slot.at("/version").asText())
                        .distinct()
                        .toList());
    }

    private static JsonNode swap(Host host, Path jar) {
        return host.cli("bundle", "swap", jar.toString(), "-o", "json").expectOk().json();
    }

    /** Packets that the sample has counted, over all endpoints. */
    private static long counted(Host host) {
        return elements(host.cli("packetcount", "list", "-o", "json").expectOk().json())
                .mapToLong(row -> row.at("/packets").asLong())
                .sum();
    }

    private static void awaitCounted(Host host, long atLeast) {
        Await.until(
                "the sample has counted " + atLeast,
                Duration.ofSeconds(20),
                () -> counted(host) >= atLeast,
                () -> "it counted " + counted(host));
    }

    private static Stream<JsonNode> slots(Host host) {
        return elements(host.cli("pipeline", "list", "-o", "json").expectOk().json());
    }

    /** The pipeline without its counters. */
    private static List<String> pipeline(Host host) {
        return slots(host)
                .map(
                        slot ->
                                Stream.of("chain", "slot", "owner", "version", "programId")
                                        .map(key -> slot.path(key).asText())
                                        .toList()
                                        .toString())
                .toList();
    }

    private static List<String> versions(Host host) {
        return elements(host.cli("bundle", "list", "-o", "json").expectOk().json())
                .filter(bundle -> bundle.toString().contains(VendorSample.NAME))
                .map(bundle -> bundle.at("/version").asText())
                .toList();
    }

    private static List<String> texts(JsonNode array) {
        return elements(array).map(JsonNode::asText).toList();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
