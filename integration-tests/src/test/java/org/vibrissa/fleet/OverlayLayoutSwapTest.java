package org.vibrissa.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Command;
import org.vibrissa.lab.Fleet;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.OverlayRelease;
import org.vibrissa.lab.Reversioned;
import org.vibrissa.lab.UdpResult;
import org.vibrissa.lab.UdpStream;
import org.vibrissa.lab.Workload;

/**
 * The overlay is replaced by releases that lay out its peers and its counters otherwise, while it
 * carries packets between two hosts, and back. What the maps hold is converted.
 */
@Tag("fleet")
@ExtendWith(LabExtension.class)
class OverlayLayoutSwapTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int RATE = 10_000;
    private static final String PEERS = "vib_tunnel_peers";

    /**
     * A count may be lost when a program writes an entry while it is converted; on a busy machine
     * the time for that is a slice of the scheduler's.
     */
    private static final long COUNTS_LOST = RATE / 10;

    /** Pings, probes and neighbour discovery beside the streams. */
    private static final long COUNTS_OF_OTHERS = RATE / 2;

    private Fleet fleet;
    private UdpStream there;
    private UdpStream back;

    @Test
    void convertsPeersAndCountersUnderTraffic(Lab lab) {
        flowing(lab);
        List<Map<String, String>> peers = fleet.hosts().stream().map(h -> peers(h, 1)).toList();
        awaitSent(RATE);

        swap(OverlayRelease.LATER);
        fleet.hosts().forEach(h -> assertEquals(peers(peers, h), peers(h, 2)));
        refuses(Reversioned.bundle(lab, "overlay", "0.2.9").toString());
        startsAgainAfterAKill(fleet.host(1));
        fleet.hosts().forEach(h -> assertEquals(peers(peers, h), peers(h, 2)));

        swap(OverlayRelease.BACK);
        fleet.hosts().forEach(h -> assertEquals(peers(peers, h), peers(h, 1)));

        UdpResult flow = there.finish();
        flow.expectPerfect(RATE);
        back.finish().expectPerfect(RATE);
        counted(flow, traffic(fleet.host(1)).path("sentPackets").asLong());
        counted(flow, traffic(fleet.host(2)).path("receivedPackets").asLong());
    }

    /** As over a reinstallation: the distribution's release starts first, over foreign maps. */
    private void startsAgainAfterAKill(Host host) {
        host.kill();
        File[] complete = host.stateFolder().resolve("cache").toFile().listFiles(f -> f.isFile());
        assertTrue(complete.length == 1 && complete[0].delete(), "the framework's memory is lost");
        host.start();
        Await.until(
                "the release with the other layout runs again, alone",
                PATIENCE,
                () -> versions(host).equals(List.of(OverlayRelease.LATER.version())),
                () -> host.cli("bundle", "list") + host.logTail());
    }

    private void flowing(Lab lab) {
        fleet = Fleet.of(lab, 2).start().join();
        Workload a = fleet.host(1).workload("a").join();
        Workload b = fleet.host(2).workload("b").join();
        fleet.awaitPath(a, b);
        there = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), RATE);
        back = UdpStream.start(lab, b.namespace(), a.namespace(), a.v6(), RATE);
    }

    /** On each host; only the layout in use stays pinned. */
    private void swap(OverlayRelease release) {
        for (Host host : fleet.hosts()) {
            JsonNode receipt =
                    host.cli("bundle", "swap", release.jar().toString(), "-o", "json")
                            .expectOk()
                            .json();
            assertEquals("swapped", receipt.path("outcome").asText(), receipt::toString);
            assertEquals(List.of(release.version()), versions(host));
            List<String> pins =
                    List.of(
                            "m_vib_overlay_config_v1",
                            "m_vib_tunnel_peers_v" + release.layout(),
                            "m_vib_tunnel_stats_v" + release.layout());
            assertEquals(pins, pins(host));
        }
    }

    /** A release that knows nothing of layout 2 would find no peers; what runs stays. */
    private void refuses(String jar) {
        Host host = fleet.host(1);
        host.cli("bundle", "swap", jar)
                .expectFailure(1, "layout 2", "no converter", "org.vibrissa.bpf.layout");
        assertEquals(List.of(OverlayRelease.LATER.version()), versions(host));
    }

    private void awaitSent(long packets) {
        Await.until(
                packets + " packets sent",
                PATIENCE,
                () -> sent(fleet.host(1)) >= packets,
                () -> traffic(fleet.host(1)).toString());
    }

    private static void counted(UdpResult flow, long counted) {
        assertTrue(
                counted >= flow.sent() - COUNTS_LOST && counted <= flow.sent() + COUNTS_OF_OTHERS,
                counted + " counted of " + flow);
    }

    private static long sent(Host host) {
        return traffic(host).path("sentPackets").asLong();
    }

    private static JsonNode traffic(Host host) {
        JsonNode rows = host.cli("overlay", "stats", "-o", "json").expectOk().json();
        return StreamSupport.stream(rows.spliterator(), false)
                .filter(row -> row.path("mode").asText().equals("vxlan"))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, String> peers(List<Map<String, String>> of, Host host) {
        return of.get(fleet.hosts().indexOf(host));
    }

    /** Number and flags of each row, as bpftool reads them by the map's own types. */
    private static Map<String, String> peers(Host host, int layout) {
        File pin = new File(overlayFolder(host), "m_" + PEERS + "_v" + layout);
        Map<String, String> rows = new TreeMap<>();
        for (JsonNode row :
                Command.run("bpftool", "-j", "map", "dump", "pinned", pin.toString())
                        .expectOk()
                        .json()) {
            JsonNode value = row.path("formatted").path("value");
            assertEquals(layout == 2, value.has("vni"), value::toString);
            rows.put(
                    row.path("formatted").path("key").toString(),
                    value.path("node") + " " + value.path("flags"));
        }
        assertFalse(rows.isEmpty());
        return rows;
    }

    private static List<String> pins(Host host) {
        String[] names = overlayFolder(host).list((folder, name) -> name.startsWith("m_"));
        return Arrays.stream(names).sorted().toList();
    }

    private static File overlayFolder(Host host) {
        return host.bpfFolder().resolve("bundle/org-vibrissa-overlay").toFile();
    }

    private static List<String> versions(Host host) {
        JsonNode all = host.cli("bundle", "list", "-o", "json").expectOk().json();
        return StreamSupport.stream(all.spliterator(), false)
                .filter(row -> row.toString().contains("org.vibrissa.overlay\""))
                .map(row -> row.path("version").asText())
                .toList();
    }
}
