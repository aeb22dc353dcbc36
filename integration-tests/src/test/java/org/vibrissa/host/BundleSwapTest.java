package org.vibrissa.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
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
        host.cli("bundle", "swap", VendorSample.v1().toString()).expectOk();
        for (int round = 0; round < 5; round++) {
            assertReceipt(swap(host, VendorSample.v2()));
            assertReceipt(swap(host, VendorSample.v1()));
        }
        tcp.finishWhole();
        udp.finish().expectPerfect(RATE / 2);
        assertEquals(
                1,
                StreamSupport.stream(
                                host.cli("bundle", "list", "-o", "json")
                                        .expectOk()
                                        .json()
                                        .spliterator(),
                                false)
                        .filter(bundle -> bundle.toString().contains(VendorSample.NAME))
                        .count());
    }

    @Test
    void leavesEverythingWhenThePreFlightFails(Lab lab) {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        host.cli("bundle", "swap", VendorSample.v1().toString()).expectOk();
        UdpStream udp = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), RATE / 4);
        String before = host.cli("bundle", "list").expectOk().out();
        for (VendorSample.Broken broken : VendorSample.Broken.values()) {
            Path jar = VendorSample.broken(lab, broken);
            Outcome refused = host.cli("bundle", "swap", jar.toString());
            refused.expectFailure(1, broken.complaint());
            assertEquals(before, host.cli("bundle", "list").expectOk().out(), broken.name());
        }
        udp.finish().expectPerfect(10);
    }

    private static JsonNode swap(Host host, Path jar) {
        return host.cli("bundle", "swap", jar.toString(), "-o", "json").expectOk().json();
    }

    private static void assertReceipt(JsonNode receipt) {
        assertTrue(receipt.isObject() && receipt.size() > 0, receipt::toString);
    }
}
