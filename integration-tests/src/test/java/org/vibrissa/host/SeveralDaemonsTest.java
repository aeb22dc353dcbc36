package org.vibrissa.host;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.UdpResult;
import org.vibrissa.lab.UdpStream;
import org.vibrissa.lab.Workload;

/** Daemons of one machine keep to themselves. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class SeveralDaemonsTest {
    @Test
    void liveSideBySideWithTheSameAddresses(Lab lab) {
        Host one = lab.host("h1").start();
        Host two = lab.host("h2").start();
        Workload a1 = one.workload("a1").join();
        Workload b1 = one.workload("b1").join();
        Workload a2 = two.workload("a2").join();
        Workload b2 = two.workload("b2").join();
        UdpStream first = UdpStream.start(lab, a1.namespace(), b1.namespace(), b1.v4(), 5000);
        UdpStream second = UdpStream.start(lab, a2.namespace(), b2.namespace(), b2.v4(), 5000);
        two.kill();
        two.purge().expectOk();
        first.finish().expectPerfect(10);
        assertTrue(one.runs(), one::logTail);
        UdpStream.start(lab, b1.namespace(), a1.namespace(), a1.v6(), 5000)
                .finish()
                .expectPerfect(1);
        // The purge took eth0 away: the sender's kernel refuses what has no way out.
        assertFalse(a2.namespace().devices().contains("eth0"), "a device is left inside");
        UdpResult ended = second.finish();
        assertTrue(ended.sendErrors() > 0, () -> "a purged host goes on forwarding: " + ended);
    }

    @Test
    void refusesASecondOfTheSameName(Lab lab) {
        Host host = lab.host("h").start();
        host.startAgain().expectFailure(1, host.node(), Long.toString(host.pid()));
        assertTrue(host.runs(), host::logTail);
        host.cli("status").expectOk();
    }
}
