package org.vibrissa.fleet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Command;
import org.vibrissa.lab.Fleet;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Outcome;
import org.vibrissa.lab.UdpStream;
import org.vibrissa.lab.Workload;

/**
 * Daemons die or freeze in each phase of a mode change: packets flow on, and both hosts end with
 * one mode.
 */
@Tag("fleet")
@ExtendWith(LabExtension.class)
class ModeFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int RATE = 2000;

    private Fleet fleet;
    private Host coordinator;
    private Host member;
    private UdpStream there;
    private UdpStream back;

    @Test
    void goesBackWhenTheCoordinatorDiesBeforeItDecides(Lab lab) {
        flowing(lab);
        begin("--manual", "--confirm", "8s");
        awaitPhase(coordinator, "committed");
        awaitPhase(member, "committed");
        coordinator.kill();
        awaitPhase(member, "undone");
        coordinator.start();
        awaitAlone(coordinator, "vxlan");
        awaitAlone(member, "vxlan");
        lostNothing();
    }

    @Test
    void goesBackWhenTheWholeFleetDiesBeforeItDecides(Lab lab) {
        flowing(lab);
        begin("--manual", "--confirm", "60s");
        awaitPhase(coordinator, "committed");
        awaitPhase(member, "committed");
        coordinator.kill();
        member.kill();
        member.start();
        coordinator.start();
        awaitAlone(coordinator, "vxlan");
        awaitAlone(member, "vxlan");
        lostNothing();
    }

    @Test
    void learnsFromTheOthersThatTheModeStays(Lab lab) {
        flowing(lab);
        begin("--manual", "--confirm", "60s");
        awaitPhase(coordinator, "committed");
        awaitPhase(member, "committed");
        member.kill();
        coordinator.cli("mode", "confirm").expectOk();
        awaitPhase(coordinator, "confirmed");
        member.start();
        awaitAlone(member, "geneve");
        awaitAlone(coordinator, "geneve");
        lostNothing();
    }

    @Test
    void goesOnWhenTheCoordinatorDiesAfterItDecided(Lab lab) {
        flowing(lab);
        begin("--drain", "5m");
        awaitPhase(coordinator, "confirmed");
        awaitPhase(member, "confirmed");
        coordinator.kill();
        coordinator.start();
        awaitAlone(coordinator, "geneve");
        awaitAlone(member, "geneve");
        lostNothing();
    }

    @Test
    void undoesACanaryWhileAnotherHostIsDown(Lab lab) {
        flowing(lab);
        begin("--manual", "--confirm", "60s", "--canary", coordinator.node());
        awaitPhase(coordinator, "committed");
        awaitPhase(member, "prepared");
        member.kill();
        coordinator.cli("mode", "abort").expectOk();
        member.start();
        awaitAlone(member, "vxlan");
        awaitAlone(coordinator, "vxlan");
        lostNothing();
    }

    @Test
    void namesAFrozenHostAndChangesNothing(Lab lab) {
        flowing(lab);
        signal(member, "STOP");
        Outcome refused = coordinator.cli("mode", "set", "default", "geneve");
        refused.expectFailure(1, member.node(), "nothing was changed");
        assertTrue(refused.err().contains("waiting for " + member.node()), refused::toString);
        awaitAlone(coordinator, "vxlan");
        signal(member, "CONT");
        awaitAlone(member, "vxlan");
        lostNothing();
    }

    @Test
    void goesBackWhenAHostFreezesWhileItPrepares(Lab lab) {
        flowing(lab);
        begin("--manual", "--confirm", "20s");
        awaitPhase(coordinator, "prepared", "committed");
        signal(member, "STOP");
        awaitPhase(coordinator, "undone");
        signal(member, "CONT");
        awaitAlone(coordinator, "vxlan");
        awaitAlone(member, "vxlan");
        lostNothing();
    }

    @Test
    void goesBackWhenAHostFreezesBeforeItCommits(Lab lab) {
        flowing(lab);
        begin("--manual", "--confirm", "60s", "--canary", coordinator.node());
        awaitPhase(coordinator, "committed");
        awaitPhase(member, "prepared");
        signal(member, "STOP");
        coordinator.cli("mode", "confirm").expectOk();
        awaitPhase(coordinator, "undone");
        signal(member, "CONT");
        awaitAlone(coordinator, "vxlan");
        awaitAlone(member, "vxlan");
        lostNothing();
    }

    @Test
    void goesOnWithAHostThatWasFrozenWhileTheModeWasConfirmed(Lab lab) {
        flowing(lab);
        begin("--manual", "--confirm", "60s");
        awaitPhase(coordinator, "committed");
        awaitPhase(member, "committed");
        signal(member, "STOP");
        coordinator.cli("mode", "confirm").expectOk();
        awaitPhase(coordinator, "confirmed");
        signal(member, "CONT");
        awaitAlone(coordinator, "geneve");
        awaitAlone(member, "geneve");
        lostNothing();
    }

    private static void signal(Host host, String name) {
        Command.run("kill", "-" + name, Long.toString(host.pid())).expectOk();
    }

    private void flowing(Lab lab) {
        fleet = Fleet.of(lab, 2).start().join();
        coordinator = fleet.host(1);
        member = fleet.host(2);
        Workload a = coordinator.workload("a").join();
        Workload b = member.workload("b").join();
        fleet.awaitPath(a, b);
        there = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), RATE);
        back = UdpStream.start(lab, b.namespace(), a.namespace(), a.v6(), RATE);
    }

    private void lostNothing() {
        there.finish().expectPerfect(RATE);
        back.finish().expectPerfect(RATE);
    }

    private void begin(String... options) {
        List<String> words =
                new java.util.ArrayList<>(List.of("mode", "set", "default", "geneve", "--no-wait"));
        words.addAll(List.of(options));
        coordinator.cli(words.toArray(String[]::new)).expectOk();
    }

    private static void awaitPhase(Host host, String... phases) {
        Await.until(
                host.node() + " is " + String.join(" or ", phases),
                PATIENCE,
                () -> {
                    String group = host.cli("mode", "get", "default", "-o", "json").out();
                    return Stream.of(phases).anyMatch(phase -> group.contains(" " + phase + "\""));
                },
                () -> host.cli("mode", "get") + host.logTail());
    }

    private static void awaitAlone(Host host, String mode) {
        Await.until(
                host.node() + " sends and receives by " + mode + " alone",
                PATIENCE,
                () -> {
                    var group = host.cli("mode", "get", "default", "-o", "json").json();
                    return group.path("modeInForce").asText().equals(mode)
                            && group.path("accepts").size() == 1
                            && group.path("swap").asText().isEmpty();
                },
                () -> host.cli("mode", "get") + host.logTail());
    }
}
