package org.vibrissa.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
        List<String> kernel = kernel(host);
        for (VendorSample.Broken broken : VendorSample.Broken.values()) {
            Path jar = VendorSample.broken(lab, broken);
            long counted = counted(host);
            Outcome dry = host.cli("bundle", "swap", jar.toString(), "--dry-run");
            dry.expectFailure(1, broken.complaint());
            Outcome refused = host.cli("bundle", "swap", jar.toString());
            refused.expectFailure(1, broken.complaint());
            assertTrue(refused.err().contains("pre-flight: "), refused::err);
            assertEquals(dry.err(), refused.err(), "a dry run says the same");
            assertEquals(kernel, kernel(host), broken.name());
            assertEquals(bundles, host.cli("bundle", "list").expectOk().out(), broken.name());
            assertEquals(pipeline, pipeline(host), broken.name());
            awaitCounted(host, counted + 1);
        }
        udp.finish().expectPerfect(10);
    }

    @Test
    void leavesNoTraceOfADryRun(Lab lab) {
        Host host = lab.host("h").start();
        staysAsItWas(host, VendorSample.v1());
        swap(host, VendorSample.v1());
        staysAsItWas(host, VendorSample.v2());
    }

    private static void staysAsItWas(Host host, Path jar) {
        List<String> before = everything(host);
        JsonNode checked =
                host.cli("bundle", "swap", jar.toString(), "--dry-run", "-o", "json")
                        .expectOk()
                        .json();
        assertEquals("checked", checked.at("/outcome").asText(), checked::toString);
        assertEquals(before, everything(host));
    }

    private static List<String> everything(Host host) {
        List<String> all = new ArrayList<>(pipeline(host));
        all.addAll(kernel(host));
        all.add(host.cli("bundle", "list").expectOk().out());
        all.add(host.cli("bundle", "receipts").expectOk().out());
        return all;
    }

    @Test
    void uninstallsUnderTrafficAndLeavesNothing(Lab lab) {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        List<String> pristine = kernel(host);
        UdpStream udp = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), RATE);
        swap(host, VendorSample.v1());
        swap(host, VendorSample.v2());
        awaitCounted(host, RATE / 4);
        String name = "org.example.packetcount";
        List<String> before = everything(host);
        JsonNode would =
                host.cli("bundle", "uninstall", VendorSample.NAME, "--dry-run", "-o", "json")
                        .expectOk()
                        .json();
        assertEquals(before, everything(host), "a dry run changes nothing");
        JsonNode gone = host.cli("bundle", "uninstall", name, "-o", "json").expectOk().json();
        for (String part : List.of("slots", "programs", "maps", "pins", "jar")) {
            assertEquals(would.get(part), gone.get(part), part);
            assertTrue(gone.get(part).size() + gone.get(part).asText().length() > 0, part);
        }
        assertEquals(pristine, kernel(host));
        assertEquals(List.of(), versions(host));
        assertTrue(!Files.exists(Path.of(gone.at("/jar").asText())), gone::toString);
        host.cli("packetcount", "list").expectFailure(2, "packetcount");
        host.cli("bundle", "uninstall", name).expectFailure(1, "there is no bundle " + name);
        host.kill();
        host.start();
        assertEquals(List.of(), versions(host), "it stays away after a restart");
        assertEquals(pristine, kernel(host));
        assertTrue(slots(host).noneMatch(s -> s.at("/owner").asText().equals(name)));
        udp.finish().expectPerfect(RATE / 2);
    }

    @Test
    void uninstallsNothingOfTheDistribution(Lab lab) {
        Host host = lab.host("h").start();
        for (String name : List.of("endpoint", "org.vibrissa.datapath", "control")) {
            host.cli("bundle", "uninstall", name).expectFailure(1, "part of the distribution");
            host.cli("bundle", "uninstall", name, "--force")
                    .expectFailure(1, "part of the distribution");
        }
        swap(host, VendorSample.v1());
        host.cli("bundle", "uninstall", "packetcont")
                .expectFailure(1, "did you mean \"packetcount\"?");
        assertEquals(List.of("1.0.0"), versions(host));
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
                Duration.ofSeconds(30),
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

    /** Programs, maps and pins, by name; what the daemon itself makes while it runs is the same. */
    private static List<String> kernel(Host host) {
        List<String> names = new ArrayList<>();
        elements(host.cli("bpf", "prog", "list", "-o", "json").expectOk().json())
                .map(p -> "program " + p.at("/owner").asText() + " " + p.at("/name").asText())
                .forEach(names::add);
        elements(host.cli("bpf", "map", "list", "-o", "json").expectOk().json())
                .map(m -> "map " + m.at("/owner").asText() + " " + m.at("/name").asText())
                .forEach(names::add);
        try (Stream<Path> pins = Files.walk(host.bpfFolder())) {
            pins.filter(Files::isRegularFile).map(Path::toString).forEach(names::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        names.removeIf(name -> name.contains("vib_noop"));
        names.sort(null);
        return names;
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
