package org.vibrissa.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.TcpStreams;
import org.vibrissa.lab.UdpStream;
import org.vibrissa.lab.Workload;

/** The daemon's death and return change no packet's fate. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class RestartTest {
    private static final int RATE = 20_000;

    @Test
    void losesNothingWhenKilledAndStartedAgain(Lab lab) {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        List<String> addresses = List.of(a.v4(), a.v6(), b.v4(), b.v6());
        UdpStream v4 = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), RATE / 2);
        UdpStream v6 = UdpStream.start(lab, a.namespace(), b.namespace(), b.v6(), RATE / 2);
        TcpStreams tcp = TcpStreams.start(lab, a.namespace(), b.namespace(), b.v4(), 4);
        for (int round = 0; round < 3; round++) {
            host.kill();
            host.start();
            b.awaitPhase("Ready");
        }
        tcp.finishWhole();
        v4.finish().expectPerfect(RATE / 2);
        v6.finish().expectPerfect(RATE / 2);
        assertEquals(addresses, List.of(a.v4(), a.v6(), b.v4(), b.v6()));
    }

    @Test
    void forwardsWhileStopped(Lab lab) {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        UdpStream before = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), RATE);
        assertEquals(0, host.stop(), host::logTail);
        // A flow that did not exist when the daemon stopped.
        UdpStream after = UdpStream.start(lab, b.namespace(), a.namespace(), a.v6(), RATE / 2);
        host.start();
        after.finish().expectPerfect(RATE / 10);
        before.finish().expectPerfect(RATE / 10);
    }

    @Test
    void appliesWhatWasChangedWhileAnEndpointsNamespaceWent(Lab lab) {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        host.kill();
        org.vibrissa.lab.Command.run("ip", "netns", "delete", b.namespace().name()).expectOk();
        host.start();
        b.awaitTrouble(b.namespace().name());
        a.awaitPhase("Ready");
        Workload c = host.workload("c").join();
        UdpStream.start(lab, a.namespace(), c.namespace(), c.v4(), 2000).finish().expectPerfect(1);
    }
}
