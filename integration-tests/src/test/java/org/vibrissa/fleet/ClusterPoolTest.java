package org.vibrissa.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
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
import org.vibrissa.lab.Workload;

/** One pool is declared for the fleet, and everything else follows. */
@ExtendWith(LabExtension.class)
class ClusterPoolTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String POOL =
            "apiVersion: vibrissa.org/v1\nkind: ClusterPool\nmetadata: {name: default}\n"
                    + "spec:\n  cidrs: [10.60.0.0/24, \"fd60::/112\"]\n"
                    + "  blockSize: {ipv4: 29, ipv6: 120}\n";

    private Host one;
    private Host two;
    private Workload a;
    private Workload b;

    private Fleet twoHosts(Lab lab, String more) {
        Fleet fleet = Fleet.of(lab, 2);
        for (int n = 1; n <= 2; n++) {
            fleet.host(n).configure(Fleet.configuration(n) + more);
        }
        fleet.hosts().forEach(Host::withoutPool);
        fleet.start().join();
        one = fleet.host(1);
        two = fleet.host(2);
        // Not the host that assigns.
        two.apply(POOL);
        a = one.workload("a").join();
        b = two.workload("b").join();
        fleet.awaitPath(a, b);
        return fleet;
    }

    @Test
    @Tag("lab")
    void hostsGetBlocksAndTheirWorkloadsTalk(Lab lab) {
        Fleet fleet = twoHosts(lab, "");
        fleet.awaitPath(b, a);
        List<String> networks = networks(one, two);
        assertEquals(4, networks.size(), networks.toString());
        assertEquals(4, networks.stream().distinct().count(), networks.toString());
        Outcome nodes = one.cli("node", "get", two.node()).expectOk();
        networks(two).forEach(network -> assertTrue(nodes.out().contains(network), nodes.out()));
        String foreign = networks(one).get(0);
        Outcome refused = two.cliWith(pool(foreign), "apply", "-f", "-");
        assertTrue(refused.err().contains("overlaps"), refused.toString());
        Outcome kept = two.cli("delete", "clusterpool", "default");
        assertTrue(kept.err().contains("in use on " + one.node()), kept.toString());
    }

    @Test
    @Tag("fleet")
    void goesOnWithoutTheHostThatAssigns(Lab lab) {
        Fleet fleet = twoHosts(lab, "");
        one.kill();
        says(two, one.node() + ", which coordinates, is not heard of", "status");
        // 5 addresses of a block of 8 can be had, and probes take one.
        List<Workload> more = new ArrayList<>();
        for (int n = 1; n <= 3; n++) {
            more.add(two.workload("b" + n).join());
        }
        says(two, "asks for another IPv4 block", "get", "clusterpools");
        one.start();
        Await.until(
                two.node() + " has another block",
                PATIENCE,
                () -> networks(two).size() == 3,
                () -> two.cli("get", "poolblocks") + two.logTail());
        for (int n = 4; n <= 6; n++) {
            more.add(two.workload("b" + n).join());
        }
        more.forEach(workload -> fleet.awaitPath(a, workload));
        two.kill();
        two.start();
        fleet.awaitPath(a, b);
        assertEquals(3, networks(two).size());
    }

    @Test
    @Tag("fleet")
    void takesBackTheBlocksOfAHostThatWasPutOut(Lab lab) {
        twoHosts(lab, "fleet: {garbage-after: 1}\n");
        String silent = networks(two).get(0);
        two.kill();
        says(one, silent, "get", "poolblocks");
        one.cli("fleet", "remove", two.node()).expectOk();
        Await.until(
                "only " + one.node() + " has blocks",
                PATIENCE,
                () -> !one.cli("get", "poolblocks").out().contains(two.node()),
                () -> one.cli("get", "poolblocks") + one.logTail());
        assertEquals(2, networks(one).size());
    }

    private static String pool(String cidr) {
        return "apiVersion: vibrissa.org/v1\nkind: IpPool\nmetadata: {name: own}\n"
                + "spec: {cidrs: [\""
                + cidr
                + "\"]}\n";
    }

    private static List<String> networks(Host... hosts) {
        List<String> networks = new ArrayList<>();
        for (Host host : hosts) {
            host.cli("get", "ippools", "default", "-o", "json")
                    .expectOk()
                    .json()
                    .findPath("cidrs")
                    .forEach(cidr -> networks.add(cidr.asText()));
        }
        return networks;
    }

    private static void says(Host host, String words, String... command) {
        Await.until(
                host.node() + " says " + words,
                PATIENCE,
                () -> host.cli(command).out().contains(words),
                () -> host.cli(command) + host.logTail());
    }
}
