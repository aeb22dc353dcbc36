package org.vibrissa.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Outcome;
import org.vibrissa.lab.UdpStream;
import org.vibrissa.lab.Workload;

/** What is refused is refused with a reason, and nothing that was stored or forwarding is lost. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class BadInputTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ENDPOINT =
            "apiVersion: vibrissa.org/v1\nkind: Endpoint\nmetadata:\n  name: bad\nspec:\n";

    @Test
    void refusesBadDocumentsWhileForwarding(Lab lab) {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        UdpStream stream = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), 5000);

        refused(host, "kind: [", "line");
        refused(host, ENDPOINT.replace("Endpoint", "Endpiont") + "  kind: netns\n", "Endpoint");
        refused(host, ENDPOINT + "  kind: netns\n  netsn: x\n", "netsn", "netns");
        refused(host, ENDPOINT + "  kind: netns\n", "netns");
        refused(host, a.resource("") + "---\n" + a.resource(""), "a");
        refused(host, ENDPOINT + "  kind: netns\n  netns: x\n  addresses: [1.2.3]\n", "1.2.3");

        stream.finish().expectPerfect(10);
        assertEquals(
                2,
                host.cli("get", "endpoints", "-o", "json").expectOk().json().at("/items").size());
    }

    @Test
    void refusesOverlappingPoolsAndAddressesOutside(Lab lab) {
        Host host = lab.host("h").start();
        host.apply(pool("one", "10.77.0.0/24"));
        refused(host, pool("two", "10.77.0.128/25"), "one", "10.77.0");
        Workload a = host.workload("a");
        host.cliWith(a.resource("  pool: one\n  addresses: [10.78.0.1]\n"), "apply", "-f", "-")
                .expectOk();
        a.awaitTrouble("10.78.0.1");
    }

    @Test
    void saysThatAPoolIsExhausted(Lab lab) {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        UdpStream stream = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), 5000);
        host.apply(pool("tiny", "10.77.0.0/30", "quarantine: 0s"));
        Workload last = null;
        for (int i = 0; i < 5; i++) {
            last = host.workload("w" + i);
            host.apply(last.resource("  pool: tiny\n"));
        }
        last.awaitTrouble("tiny");
        for (int i = 0; i < 4; i++) {
            host.cli("delete", "endpoint", "w" + i).expectOk();
        }
        last.awaitPhase("Ready");
        stream.finish().expectPerfect(10);
    }

    @Test
    void failsAnEndpointWhoseNamespaceIsNotThere(Lab lab) {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").join();
        Workload bad = host.workload("bad");
        host.apply(ENDPOINT + "  kind: netns\n  netns: " + lab.prefix() + "nowhere\n");
        bad.awaitTrouble("nowhere");
        a.awaitPhase("Ready");
    }

    @Test
    void forwardsAndNamesTheFileWhenTheStoreIsCorrupt(Lab lab) throws IOException {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        host.apply(pool("last", "10.77.0.0/24"));
        UdpStream stream = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), 5000);
        host.stop();
        Path log = host.stateFolder().resolve("store/wal-1");
        byte[] content = Files.readAllBytes(log);
        content[content.length - 40] ^= 0x40; // In the last record, which is the pool.
        Files.write(log, content);
        host.launch();
        Pattern complaint = Pattern.compile("wal-1 is corrupt at offset [0-9]+");
        Await.until(
                "status names the corrupt file and where",
                PATIENCE,
                () -> complaint.matcher(host.cli("status").out()).find(),
                host::logTail);
        host.cli("status").expectFailure(3);
        Outcome refused = host.cliWith(pool("new", "10.79.0.0/24"), "apply", "-f", "-");
        refused.expectFailure(1, "takes no changes", "vibrissa state recover");
        assertTrue(complaint.matcher(refused.err()).find(), refused::toString);
        assertTrue(a.namespace().pings(b.v4()), "a new flow fails while the store is corrupt");

        String candidate =
                host.cli("state", "recover", "-o", "json").expectOk().json().at("/0/id").asText();
        host.cli("state", "recover", candidate).expectOk();
        host.awaitReady();
        a.awaitPhase("Ready");
        b.awaitPhase("Ready");
        host.apply(pool("new", "10.79.0.0/24"));
        stream.finish().expectPerfect(10);
    }

    private static void refused(Host host, String yaml, String... words) {
        host.cliWith(yaml, "apply", "-f", "-").expectFailure(1, words);
    }

    private static String pool(String name, String prefix, String... more) {
        return "apiVersion: vibrissa.org/v1\nkind: IpPool\nmetadata:\n  name: "
                + name
                + "\nspec:\n  cidrs: ["
                + prefix
                + "]\n"
                + Stream.of(more).map(line -> "  " + line + "\n").collect(Collectors.joining());
    }
}
