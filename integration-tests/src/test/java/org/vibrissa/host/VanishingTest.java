package org.vibrissa.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Command;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.UdpStream;
import org.vibrissa.lab.Workload;

/** What an endpoint stands on is taken away while it is in use. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class VanishingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void saysThatANamespaceVanishedAndTakesANewOne(Lab lab) {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        Workload c = host.workload("c").join();
        UdpStream stream = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), 5000);
        String address = c.v4();
        Command.run("ip", "netns", "delete", c.namespace().name()).expectOk();
        c.awaitTrouble(c.namespace().name());
        Command.run("ip", "netns", "add", c.namespace().name()).expectOk();
        c.namespace().ip("link set lo up");
        c.awaitPhase("Ready");
        assertEquals(address, c.v4(), "it keeps its address");
        Await.until("a reaches the new c", PATIENCE, () -> a.namespace().pings(address));
        stream.finish().expectPerfect(10);
    }

    @Test
    void makesADeviceAgainThatSomebodyDeleted(Lab lab) {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        List<String> before = host.namespace().devices();
        Workload c = host.workload("c").join();
        UdpStream stream = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), 5000);
        String address = c.v4();
        String device =
                host.namespace().devices().stream()
                        .filter(name -> !before.contains(name))
                        .findFirst()
                        .orElseThrow();
        host.namespace().ip("link delete " + device);
        Await.until(
                "a reaches c over a new device",
                PATIENCE,
                () -> a.namespace().pings(address),
                () -> host.cli("get", "endpoint", "c", "-o", "yaml") + host.logTail());
        c.awaitPhase("Ready");
        stream.finish().expectPerfect(10);
    }
}
