package org.vibrissa.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.FlowFollower;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Outcome;
import org.vibrissa.lab.Reversioned;
import org.vibrissa.lab.Workload;

/** The bundle of expressions stops, starts and is swapped while clients follow by them. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class ExpressionBundleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String BUNDLE = "org.vibrissa.hubble-cel";
    private static final String PING =
            "has(_flow.l4.ICMPv4) && _flow.source.pod_name == 'a' && _flow.verdict =="
                    + " Verdict.FORWARDED";

    @Test
    void clientsAreToldAndOthersGoOn(Lab lab) {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        Await.until("the server", PATIENCE, () -> host.cli("hubble", "status").ok());
        ping(a, b);
        awaitFound(host);

        FlowFollower plain = follow(lab, host, a, b, "--protocol", "icmpv4");
        FlowFollower first = follow(lab, host, a, b, "--cel-expression", PING);
        host.cli("bundle", "stop", BUNDLE).expectOk();
        assertNotEquals(0, first.awaitEnd(), first::news);
        assertTrue(first.news().contains("hubble-cel"), first::news);
        Outcome refused = host.cli("observe", "--cel-expression", PING);
        assertEquals(1, refused.exit(), refused::toString);
        assertTrue(refused.toString().contains("need the bundle hubble-cel"), refused::toString);

        host.cli("bundle", "start", BUNDLE).expectOk();
        awaitFound(host);
        FlowFollower second = follow(lab, host, a, b, "--cel-expression", PING);
        String jar = Reversioned.bundle(lab, "hubble-cel", "0.1.1").toString();
        host.cli("bundle", "swap", jar).expectOk();
        assertNotEquals(0, second.awaitEnd(), second::news);
        awaitFound(host);
        follow(lab, host, a, b, "--cel-expression", PING);

        int shown = plain.flows().size();
        ping(a, b);
        Await.until(
                "flows of the client without expressions",
                PATIENCE,
                () -> plain.flows().size() > shown,
                plain::news);
    }

    /** Follows until it has shown a ping. */
    private static FlowFollower follow(
            Lab lab, Host host, Workload a, Workload b, String... filter) {
        FlowFollower follower = FlowFollower.start(lab, host, filter);
        Await.until(
                "a ping in what is followed",
                PATIENCE,
                () -> {
                    ping(a, b);
                    return !follower.flows().isEmpty();
                },
                follower::news);
        return follower;
    }

    private static void ping(Workload a, Workload b) {
        a.namespace().exec("ping", "-n", "-q", "-c", "1", "-W", "2", b.v4()).expectOk();
    }

    private static void awaitFound(Host host) {
        Await.until(
                "a ping by expression",
                PATIENCE,
                () -> !host.cli("observe", "--cel-expression", PING).expectOk().out().isEmpty());
    }
}
