package org.vibrissa.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Fleet;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Outcome;
import org.vibrissa.lab.TcpStreams;
import org.vibrissa.lab.UdpStream;
import org.vibrissa.lab.Workload;

/** The mode between hosts changes under load and no packet and no connection notices. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class ModeSwapTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int RATE = 10_000;

    /** Each of the six changes between three modes once, from vxlan back to vxlan. */
    private static final List<String> ROUND =
            List.of("geneve", "native", "vxlan", "native", "geneve", "vxlan");

    @Test
    void losesNothingThroughAllSixChanges(Lab lab) {
        Fleet fleet = Fleet.of(lab, 2).start().join();
        Workload a = fleet.host(1).workload("a").join();
        Workload b = fleet.host(2).workload("b").join();
        fleet.awaitPath(a, b);
        UdpStream v4 = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), RATE);
        UdpStream v6 = UdpStream.start(lab, b.namespace(), a.namespace(), a.v6(), RATE);
        TcpStreams tcp = TcpStreams.start(lab, a.namespace(), b.namespace(), b.v4(), 20);
        for (String mode : ROUND) {
            fleet.host(1).cli("mode", "set", "default", mode).expectOk();
            for (Host host : fleet.hosts()) {
                assertEquals(mode, fleet.modeInForce(host));
            }
        }
        tcp.finishWhole();
        v4.finish().expectPerfect(RATE);
        v6.finish().expectPerfect(RATE);
    }

    @Test
    void goesBackWhenTheNewModeDoesNotGetThrough(Lab lab) {
        Fleet fleet = Fleet.of(lab, 2).start().join();
        Workload a = fleet.host(1).workload("a").join();
        Workload b = fleet.host(2).workload("b").join();
        fleet.awaitPath(a, b);
        fleet.underlay().block("udp dport 6081");
        Outcome swap = fleet.host(1).cli("mode", "set", "default", "geneve", "--confirm", "3s");
        swap.expectFailure(1);
        for (Host host : fleet.hosts()) {
            Await.until(
                    host.node() + " is back in vxlan",
                    PATIENCE,
                    () -> "vxlan".equals(fleet.modeInForce(host)),
                    () -> swap + host.logTail());
        }
        UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), RATE).finish().expectPerfect(1);
    }
}
