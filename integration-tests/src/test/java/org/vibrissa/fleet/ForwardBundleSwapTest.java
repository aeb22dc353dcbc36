package org.vibrissa.fleet;

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
import org.vibrissa.lab.Fleet;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Reversioned;
import org.vibrissa.lab.TcpStreams;
import org.vibrissa.lab.UdpStream;
import org.vibrissa.lab.Workload;

/**
 * The bundles that carry packets between hosts are replaced while they do, in the mode in force.
 */
@Tag("fleet")
@ExtendWith(LabExtension.class)
class ForwardBundleSwapTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int RATE = 10_000;

    private Fleet fleet;
    private UdpStream there;
    private UdpStream back;
    private TcpStreams tcp;

    @Test
    void losesNothingWhenOverlayIsSwapped(Lab lab) {
        flowing(lab);
        swap(lab, "overlay", "0.1.1", 2);
        mode("geneve");
        swap(lab, "overlay", "0.1.2", 2);
        mode("vxlan");
        allArrived();
    }

    @Test
    void losesNothingWhenRoutingIsSwapped(Lab lab) {
        flowing(lab);
        mode("native");
        swap(lab, "routing", "0.1.1", 1);
        mode("vxlan");
        swap(lab, "routing", "0.1.2", 0);
        mode("native");
        allArrived();
    }

    @Test
    void startsTheSwappedBundleAgainAfterAKill(Lab lab) {
        flowing(lab);
        swap(lab, "overlay", "0.1.1", 2);
        Host host = fleet.host(1);
        host.kill();
        host.start();
        Await.until(
                "the swapped overlay runs again, alone",
                PATIENCE,
                () -> versions(host, "overlay").equals(List.of("0.1.1")),
                () -> host.cli("bundle", "list") + host.logTail());
        mode("geneve");
        allArrived();
    }

    private void flowing(Lab lab) {
        fleet = Fleet.of(lab, 2).start().join();
        Workload a = fleet.host(1).workload("a").join();
        Workload b = fleet.host(2).workload("b").join();
        fleet.awaitPath(a, b);
        there = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), RATE);
        back = UdpStream.start(lab, b.namespace(), a.namespace(), a.v6(), RATE);
        tcp = TcpStreams.start(lab, a.namespace(), b.namespace(), b.v4(), 4);
    }

    private void allArrived() {
        tcp.finishWhole();
        there.finish().expectPerfect(RATE);
        back.finish().expectPerfect(RATE);
    }

    private void mode(String mode) {
        fleet.host(1).cli("mode", "set", "default", mode, "--drain", "200ms").expectOk();
    }

    /** On each host; the receipt and the pipeline show that the new version is in force. */
    private void swap(Lab lab, String bundle, String version, int slots) {
        String jar = Reversioned.bundle(lab, bundle, version).toString();
        for (Host host : fleet.hosts()) {
            JsonNode receipt = host.cli("bundle", "swap", jar, "-o", "json").expectOk().json();
            assertEquals("swapped", receipt.path("outcome").asText(), receipt::toString);
            assertTrue(receipt.path("slots").size() >= slots, receipt::toString);
            assertEquals(List.of(version), versions(host, bundle));
            signed(host, receipt.path("id").asText(), bundle + " ");
            String owner = "org.vibrissa." + bundle;
            host.cli("pipeline", "list", "-o", "json")
                    .expectOk()
                    .json()
                    .forEach(
                            slot ->
                                    assertTrue(
                                            !slot.path("owner").asText().equals(owner)
                                                    || slot.path("version")
                                                            .asText()
                                                            .equals(version),
                                            slot::toString));
        }
    }

    private static void signed(Host host, String id, String what) {
        JsonNode newest = host.cli("receipt", "list", "-o", "json").expectOk().json().get(0);
        assertEquals("bundle", newest.path("kind").asText(), newest::toString);
        assertTrue(newest.path("what").asText().contains(what), newest::toString);
        host.cli("receipt", "show", id).expectOk();
        host.cli("receipt", "verify", id).expectOk();
    }

    private static List<String> versions(Host host, String bundle) {
        JsonNode all = host.cli("bundle", "list", "-o", "json").expectOk().json();
        return StreamSupport.stream(all.spliterator(), false)
                .filter(row -> row.toString().contains("org.vibrissa." + bundle + "\""))
                .map(row -> row.path("version").asText())
                .toList();
    }
}
