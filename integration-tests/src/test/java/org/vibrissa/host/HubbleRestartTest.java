package org.vibrissa.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.FlowFollower;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Reversioned;
import org.vibrissa.lab.UdpStream;
import org.vibrissa.lab.Workload;

/** The hubble bundle stops, starts and is swapped while clients follow and packets flow. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class HubbleRestartTest {
    private static final int RATE = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> PINGS = List.of("--protocol", "icmpv4", "--from-pod", "a");

    @Test
    void clientsAreToldAndSeeWhatHappenedMeanwhile(Lab lab) {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        awaitServer(host);
        UdpStream udp = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), RATE);

        FlowFollower first = follow(lab, host, a, b);
        long before = told(host);
        host.cli("bundle", "stop", "org.vibrissa.hubble").expectOk();
        assertNotEquals(0, first.awaitEnd(), first::news);
        assertTrue(first.news().contains("hubble"), first::news);
        ping(a, b);
        host.cli("bundle", "start", "org.vibrissa.hubble").expectOk();
        awaitServer(host);
        assertTrue(
                told(host) > before,
                () -> "the ping that nobody served: " + told(host) + " after " + before);

        FlowFollower second = follow(lab, host, a, b);
        String jar = Reversioned.bundle(lab, "hubble", "0.1.1").toString();
        host.cli("bundle", "swap", jar).expectOk();
        assertNotEquals(0, second.awaitEnd(), second::news);
        awaitServer(host);
        follow(lab, host, a, b);

        udp.finish().expectPerfect(RATE);
        assertEquals(
                0,
                host.cli("flows", "ledger", "-o", "json")
                        .expectOk()
                        .json()
                        .path("difference")
                        .asLong());
    }

    /** Follows until it has shown a ping. */
    private static FlowFollower follow(Lab lab, Host host, Workload a, Workload b) {
        FlowFollower follower = FlowFollower.start(lab, host, PINGS.toArray(String[]::new));
        Await.until(
                "a ping in what is followed",
                PATIENCE,
                () -> {
                    ping(a, b);
                    return pings(follower) > 0;
                },
                follower::news);
        return follower;
    }

    private static void ping(Workload a, Workload b) {
        a.namespace().exec("ping", "-n", "-q", "-c", "1", "-W", "2", b.v4()).expectOk();
    }

    private static long pings(FlowFollower follower) {
        return follower.flows().size();
    }

    private static long told(Host host) {
        return host.cli("observe", "--all", "-o", "json", "--protocol", "icmpv4", "--from-pod", "a")
                .expectOk()
                .out()
                .lines()
                .count();
    }

    private static void awaitServer(Host host) {
        Await.until("the server", PATIENCE, () -> host.cli("hubble", "status").ok());
    }
}
