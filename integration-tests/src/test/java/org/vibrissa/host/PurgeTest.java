package org.vibrissa.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vibrissa.lab.StarWars.hostPolicy;
import static org.vibrissa.lab.StarWars.policy;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.HostSnapshot;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Namespace;
import org.vibrissa.lab.Outcome;
import org.vibrissa.lab.Policies;
import org.vibrissa.lab.StarWars;
import org.vibrissa.lab.Workload;

/** {@code down --purge} leaves the host as it was, policies and all. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class PurgeTest {
    @Test
    void restoresTheHostOfARunningDaemon(Lab lab) {
        restores(lab, false);
    }

    @Test
    void restoresTheHostOfAKilledDaemon(Lab lab) {
        restores(lab, true);
    }

    private static void restores(Lab lab, boolean kill) {
        Host host = lab.host("h");
        Namespace outside = lab.namespace("o");
        lab.join(
                host.namespace(),
                "up0",
                List.of("198.51.100.1/24"),
                outside,
                "up0",
                List.of("198.51.100.2/24"));
        // What others own must survive: a table, a rule, a qdisc.
        host.namespace().exec("nft", "add", "table", "inet", "others").expectOk();
        host.namespace().ip("rule add from 192.0.2.0/24 table 77 priority 77");
        host.namespace().exec("tc", "qdisc", "add", "dev", "up0", "clsact").expectOk();
        HostSnapshot before = HostSnapshot.take(lab, host.namespace());
        host.configure("datapath:\n  devices: [up0]\n");
        host.start();
        Workload a = host.workload("a");
        HostSnapshot inside = HostSnapshot.take(lab, a.namespace());
        a.join();
        host.workload("b").label("org", "empire").join();
        Policies.of(host)
                .apply(
                        hostPolicy("hosts", "  ingressDeny: [{fromCIDR: [203.0.113.0/24]}]\n")
                                + "---\n"
                                + StarWars.rule1()
                                + "---\n"
                                + policy("closed", "  endpointSelector: {}\n  egress: [{}]\n"));
        Outcome footprint = host.cli("footprint", "-o", "json").expectOk();
        assertTrue(footprint.out().contains("vib_host"), footprint::toString);
        if (kill) {
            host.kill();
        }
        host.purge().expectOk();
        before.expectSame();
        inside.expectSame();
        assertFalse(Files.exists(host.bpfFolder()), "pins are left");
        assertFalse(Files.exists(host.runFolder()), "the run folder is left");
        assertFalse(Files.exists(host.stateFolder()), "the state folder is left");
        assertEquals(0, host.purge().exit(), "purging twice");
    }
}
