package org.vibrissa.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Capture;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.HttpServer;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Namespace;
import org.vibrissa.lab.Outcome;
import org.vibrissa.lab.TcpStreams;
import org.vibrissa.lab.UdpStream;
import org.vibrissa.lab.Workload;

/** Endpoints of one host talk to each other and to the host. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class EndpointsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void talkOverIpv4AndIpv6(Lab lab) {
        Host host = lab.host("h").start();
        Capture.start(lab, host.namespace());
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        for (String address : new String[] {b.v4(), b.v6()}) {
            assertPings(a.namespace(), address);
            UdpStream udp = UdpStream.start(lab, a.namespace(), b.namespace(), address, 2000);
            TcpStreams tcp = TcpStreams.start(lab, a.namespace(), b.namespace(), address, 4);
            HttpServer.start(lab, b.namespace(), address);
            assertEquals("Ship landed\n", HttpServer.requestLanding(a.namespace(), address).out());
            tcp.finishWhole();
            udp.finish().expectPerfect(10);
        }
    }

    @Test
    void reachTheHostAndAreReachedByIt(Lab lab) {
        Host host = lab.host("h").start();
        Capture.start(lab, host.namespace());
        Workload a = host.workload("a").join();
        for (boolean v6 : new boolean[] {false, true}) {
            String own = v6 ? a.v6() : a.v4();
            String gateway = host.namespace().address("vib_host", v6).orElseThrow();
            assertPings(host.namespace(), own);
            assertPings(a.namespace(), gateway);
            UdpStream out = UdpStream.start(lab, a.namespace(), host.namespace(), gateway, 2000);
            UdpStream in = UdpStream.start(lab, host.namespace(), a.namespace(), own, 2000);
            TcpStreams tcp = TcpStreams.start(lab, host.namespace(), a.namespace(), own, 2);
            tcp.finishWhole();
            out.finish().expectPerfect(10);
            in.finish().expectPerfect(10);
        }
    }

    @Test
    void carriesLargePacketsInFragments(Lab lab) {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        for (String address : new String[] {b.v4(), b.v6()}) {
            Outcome outcome =
                    a.namespace().exec("ping", "-n", "-c", "2", "-s", "6000", "-W", "2", address);
            assertTrue(outcome.ok(), outcome::toString);
        }
    }

    @Test
    void refusesAForgedSourceAddress(Lab lab) {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        assertPings(a.namespace(), b.v4());
        a.namespace().ip("address add 203.0.113.7/32 dev eth0");
        Outcome forged =
                a.namespace().exec("ping", "-n", "-c", "1", "-W", "1", "-I", "203.0.113.7", b.v4());
        assertFalse(forged.ok(), "a packet with a forged source was delivered");
        assertPings(a.namespace(), b.v4());
    }

    @Test
    void areListedWithTheirLabels(Lab lab) {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").label("org", "empire").join();
        Outcome list = host.cli("endpoint", "list").expectOk();
        assertTrue(list.out().contains("any:org=empire"), list::toString);
        assertTrue(list.out().contains(a.v4()), list::toString);
        Outcome pipeline = host.cli("pipeline", "list").expectOk();
        assertTrue(pipeline.out().contains("datapath"), pipeline::toString);
    }

    @Test
    void areGoneAfterDelete(Lab lab) {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        String address = b.v4();
        assertPings(a.namespace(), address);
        host.cli("delete", "endpoint", "b").expectOk();
        Await.until("eth0 of b is gone", PATIENCE, () -> !b.namespace().devices().contains("eth0"));
        assertFalse(a.namespace().pings(address), "a deleted endpoint answers");
        assertPings(a.namespace(), host.namespace().address("vib_host", false).orElseThrow());
    }

    private static void assertPings(Namespace from, String address) {
        Await.until(
                from.name() + " pings " + address,
                PATIENCE,
                () -> from.pings(address),
                () -> from.exec("ip", "route", "get", address).toString());
    }
}
