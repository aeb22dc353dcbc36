package org.vibrissa.host;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Outcome;
import org.vibrissa.lab.UdpResult;
import org.vibrissa.lab.UdpStream;
import org.vibrissa.lab.Workload;

/** Daemons of one machine keep to themselves. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class SeveralDaemonsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

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

    @Test
    void refusesAnotherNameBesideARunningOne(Lab lab) {
        Host first = lab.host("h").start();
        Workload a = first.workload("a").join();
        Workload b = first.workload("b").join();
        UdpStream stream = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), 5000);
        Host second = lab.host("g").in(first.namespace());
        second.startAgain()
                .expectFailure(
                        1,
                        "node '" + first.node() + "'",
                        "pid " + first.pid(),
                        "vibrissa down --purge --node " + first.node());
        leftNothing(second);
        first.cli("status").expectOk();
        stream.finish().expectPerfect(10);
    }

    @Test
    void refusesAnotherNameWhereAKilledOneForwards(Lab lab) {
        Host first = lab.host("h").start();
        Workload a = first.workload("a").join();
        Workload b = first.workload("b").join();
        UdpStream stream = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), 5000);
        first.kill();
        Host second = lab.host("g").in(first.namespace());
        Outcome refused =
                second.startAgain()
                        .expectFailure(
                                1,
                                "node '" + first.node() + "'",
                                "vibrissa down --purge --node " + first.node());
        assertFalse(refused.err().contains("\tat "), refused::toString);
        leftNothing(second);
        first.start();
        stream.finish().expectPerfect(10);
        first.purge().expectOk();
        second.start();
    }

    @Test
    void letsOneOfTwoWinThatStartAtOnce(Lab lab) {
        Host one = lab.host("h");
        Host two = lab.host("g").in(one.namespace());
        one.launch();
        two.launch();
        Await.until(
                "one of two daemons ended",
                PATIENCE,
                () -> one.runs() != two.runs(),
                () -> one.logTail() + two.logTail());
        Host winner = one.runs() ? one : two;
        Host loser = one.runs() ? two : one;
        winner.awaitReady();
        assertTrue(loser.logTail().contains("node '" + winner.node() + "'"), loser::logTail);
        leftNothing(loser);
    }

    private static void leftNothing(Host refused) {
        for (Path folder :
                List.of(refused.runFolder(), refused.stateFolder(), refused.bpfFolder())) {
            assertFalse(Files.exists(folder), () -> folder + " is left");
        }
    }
}
