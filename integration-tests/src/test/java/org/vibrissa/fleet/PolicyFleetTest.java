package org.vibrissa.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vibrissa.lab.Reached.CONNECTED;
import static org.vibrissa.lab.Reached.SILENT;
import static org.vibrissa.lab.StarWars.policy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Fleet;
import org.vibrissa.lab.Flows;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Policies;
import org.vibrissa.lab.StarWars;

/** A policy is the whole fleet's, in every mode and while modes change. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class PolicyFleetTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int RATE = 1_000;

    @Test
    void isKeptAcrossHostsInEveryModeAndBetween(Lab lab) {
        Fleet fleet = Fleet.of(lab, 2).start().join();
        StarWars galaxy = StarWars.on(lab, fleet.host(1), fleet.host(2));
        fleet.awaitPath(galaxy.tiefighter(), galaxy.deathstar());
        galaxy.calls(galaxy.xwing(), CONNECTED);
        Policies policies = Policies.of(fleet.host(1));
        policies.apply(StarWars.rule1() + "---\n" + StarWars.streams());
        awaitEverywhere(fleet, "rule1", "streams");
        kept(galaxy);
        Flows flows = Flows.start(lab, galaxy, RATE);
        for (String mode : List.of("geneve", "native", "vxlan")) {
            fleet.host(1).cli("mode", "set", "default", mode, "--drain", "200ms").expectOk();
            assertEquals(mode, fleet.modeInForce(fleet.host(2)));
            kept(galaxy);
        }
        Host receiver = fleet.host(2);
        receiver.kill();
        kept(galaxy);
        receiver.start();
        kept(galaxy);
        flows.finish(RATE);
        // Its sender's policy, stored on the receiver's host: in force where the sender is.
        receiver.apply(
                policy(
                        "no-calls",
                        "  endpointSelector: {matchLabels: {class: tiefighter}}\n"
                                + "  egressDeny: [{toEntities: [all]}]\n"));
        awaitEverywhere(fleet, "no-calls");
        galaxy.calls(galaxy.tiefighter(), SILENT);
        policies.clear();
        Await.until(
                "host 2 has no policy",
                PATIENCE,
                () -> receiver.cli("policy", "list", "-o", "json").expectOk().json().isEmpty(),
                () -> receiver.cli("policy", "list").toString());
        galaxy.calls(galaxy.xwing(), CONNECTED);
    }

    private static void kept(StarWars galaxy) {
        galaxy.calls(galaxy.tiefighter(), CONNECTED);
        galaxy.calls(galaxy.xwing(), SILENT);
    }

    private static void awaitEverywhere(Fleet fleet, String... names) {
        for (Host host : fleet.hosts()) {
            for (String name : names) {
                Await.until(
                        host.node() + " has " + name,
                        PATIENCE,
                        () -> host.cli("policy", "get", name).ok(),
                        () -> host.cli("policy", "list") + host.logTail());
            }
            Policies.of(host).awaitInForce();
        }
    }
}
