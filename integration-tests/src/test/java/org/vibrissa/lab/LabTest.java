package org.vibrissa.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The lab judges others, so it is judged first: no daemon is involved here. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class LabTest {
    @Test
    void countsAPerfectPathAsPerfect(Lab lab) {
        Namespace a = lab.namespace("a");
        Namespace b = lab.namespace("b");
        join(lab, a, b);
        UdpStream v4 = UdpStream.start(lab, a, b, "10.9.0.2", 5000);
        UdpStream v6 = UdpStream.start(lab, a, b, "fd09::2", 5000);
        TcpStreams tcp = TcpStreams.start(lab, a, b, "10.9.0.2", 4);
        Await.until("three pings", java.time.Duration.ofSeconds(30), () -> b.pings("10.9.0.1"));
        v4.finish().expectPerfect(10);
        v6.finish().expectPerfect(10);
        tcp.finishWhole();
    }

    @Test
    void countsEachLostDatagram(Lab lab) {
        Namespace a = lab.namespace("a");
        Namespace b = lab.namespace("b");
        join(lab, a, b);
        UdpStream stream = UdpStream.start(lab, a, b, "10.9.0.2", 5000);
        // Drops exactly the next 100 datagrams of the stream, and counts them.
        b.execWith(
                        "table inet t { chain c { type filter hook input priority 0;"
                                + " udp dport 20000-29999 quota until 9200 bytes counter drop; }; }",
                        "nft",
                        "-f",
                        "-")
                .expectOk();
        Await.until(
                "100 datagrams were dropped",
                java.time.Duration.ofSeconds(30),
                () -> b.exec("nft", "list", "ruleset").out().contains("packets 100 bytes 9200"));
        UdpResult result = stream.finish();
        assertEquals(100, result.lost(), result::toString);
        assertThrows(AssertionError.class, () -> result.expectPerfect(1));
    }

    @Test
    void noticesABrokenConnection(Lab lab) {
        Namespace a = lab.namespace("a");
        Namespace b = lab.namespace("b");
        join(lab, a, b);
        TcpStreams streams = TcpStreams.start(lab, a, b, "10.9.0.2", 3);
        b.execWith(
                        "table inet t { chain c { type filter hook input priority 0;"
                                + " tcp dport 30000-39999 reject with tcp reset; }; }",
                        "nft",
                        "-f",
                        "-")
                .expectOk();
        assertThrows(AssertionError.class, streams::finishWhole);
    }

    @Test
    void removesEverythingItMade() {
        Lab lab = new Lab("removes-everything");
        Namespace a = lab.namespace("a");
        Namespace b = lab.namespace("b");
        join(lab, a, b);
        UdpStream.start(lab, a, b, "10.9.0.2", 100);
        lab.close();
        assertFalse(Files.exists(a.file()));
        assertFalse(Files.exists(b.file()));
        assertFalse(Command.run("pgrep", "-f", lab.folder() + "/").ok(), "a process is left");
    }

    @Test
    void seesWhatWasLeftBehind(Lab lab) {
        Namespace a = lab.namespace("a");
        HostSnapshot before = HostSnapshot.take(lab, a);
        before.expectSame();
        a.exec("nft", "add", "table", "inet", "left").expectOk();
        AssertionError difference = assertThrows(AssertionError.class, before::expectSame);
        assertTrue(difference.getMessage().contains("table inet left"), difference::getMessage);
    }

    private static void join(Lab lab, Namespace a, Namespace b) {
        lab.join(
                a,
                "v0",
                List.of("10.9.0.1/24", "fd09::1/64"),
                b,
                "v0",
                List.of("10.9.0.2/24", "fd09::2/64"));
    }
}
