package org.vibrissa.mode.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vibrissa.mode.internal.record.SwapRecord;
import org.vibrissa.mode.internal.rule.Abi;
import org.vibrissa.mode.internal.run.Fault.What;

/** Whatever goes wrong in whichever phase: no packet is sent that is not received, and it ends. */
class EveryFaultTest {
    private static final List<String> PATHS =
            List.of(
                    Calls.PREPARE,
                    Calls.PROBE,
                    Calls.COMMIT,
                    Calls.CONFIRM,
                    Calls.ABORT,
                    Calls.DRAIN,
                    Calls.RETIRE);

    private static Order order(String... canaries) {
        return new Order(
                FakeModes.GROUP,
                "geneve",
                List.of(canaries),
                Duration.ofSeconds(30),
                false,
                Duration.ofMillis(1),
                "test");
    }

    static Stream<Fault> faults() {
        return PATHS.stream()
                .flatMap(
                        path ->
                                Stream.of("h1", "h2", "h3")
                                        .flatMap(
                                                host ->
                                                        Stream.of(What.values())
                                                                .map(
                                                                        w ->
                                                                                new Fault(
                                                                                        path, host,
                                                                                        w))));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void losesNothingAndEnds(Fault fault) throws InterruptedException {
        try (FakeFleet fleet = new FakeFleet(3, fault)) {
            if (fault.path().equals(Calls.ABORT)) {
                fleet.host("h3").modes().lacks("geneve");
            }
            ObjectNode receipt = fleet.change(order());
            ends(fleet, fault + " " + receipt);
            if (receipt.path("result").asText().equals("completed")
                    && fault.what() != What.COORDINATOR_DIES_BEFORE
                    && fault.what() != What.COORDINATOR_DIES_AFTER) {
                assertEquals(
                        Optional.of("geneve"), fleet.host("h2").modes().inForce(""), "" + receipt);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void losesNothingWithACanary(Fault fault) throws InterruptedException {
        try (FakeFleet fleet = new FakeFleet(3, fault)) {
            ObjectNode receipt = fleet.change(order("h2"));
            ends(fleet, fault + " " + receipt);
        }
    }

    /** Restarts who died, lets time go by, and lets each host look after itself. */
    private static void ends(FakeFleet fleet, String of) throws InterruptedException {
        fleet.settleOnce();
        fleet.all().forEach(FakeFleet.Host::start);
        for (int i = 0; i < 8; i++) {
            fleet.settleOnce();
            fleet.clock().move(Duration.ofSeconds(20));
        }
        assertTrue(fleet.losses().isEmpty(), () -> of + " lost: " + fleet.losses());
        TreeSet<String> states = new TreeSet<>();
        for (FakeFleet.Host host : fleet.all()) {
            states.add(host.modes().toString());
            Optional<SwapRecord> left = host.swap().orElseThrow().open();
            assertTrue(left.isEmpty(), () -> of + " left at " + host.self() + ": " + left);
        }
        assertEquals(1, states.size(), () -> of + " ended as " + states);
        assertTrue(
                states.contains("sends by vxlan, receives [vxlan]")
                        || states.contains("sends by geneve, receives [geneve]"),
                () -> of + " ended as " + states);
    }

    @Test
    void completesWithoutAFault() throws InterruptedException {
        try (FakeFleet fleet = new FakeFleet(8, Fault.NONE)) {
            ObjectNode receipt = fleet.change(order());
            assertEquals("completed", receipt.path("result").asText(), receipt.toString());
            assertTrue(receipt.path("pending").isMissingNode(), receipt.toString());
            for (FakeFleet.Host host : fleet.all()) {
                assertEquals("sends by geneve, receives [geneve]", host.modes().toString());
            }
            assertTrue(fleet.losses().isEmpty(), () -> fleet.losses().toString());
        }
    }

    @Test
    void changesNothingWhenOneHostCannot() throws InterruptedException {
        try (FakeFleet fleet = new FakeFleet(3, Fault.NONE)) {
            fleet.host("h2").modes().lacks("geneve");
            assertEquals(List.of("h2: the kernel lacks geneve"), fleet.plan(order()).problems());
            ObjectNode receipt = fleet.change(order());
            assertEquals("aborted", receipt.path("result").asText());
            for (FakeFleet.Host host : fleet.all()) {
                assertEquals("sends by vxlan, receives [vxlan]", host.modes().toString());
            }
        }
    }

    @Test
    void refusesAHostThatSpeaksAnotherAbi() throws InterruptedException {
        try (FakeFleet fleet = new FakeFleet(3, Fault.NONE)) {
            fleet.host("h2").upgrade(new Abi(2, "0.2.0"));
            assertEquals(
                    List.of("h2 speaks ABI 2 (version 0.2.0), this host ABI 1 (version 0.1.0)"),
                    fleet.plan(order()).problems());
            assertEquals("sends by vxlan, receives [vxlan]", fleet.host("h1").modes().toString());
        }
    }

    /** It said yes, was upgraded, and is asked to prepare. */
    @Test
    void letsNoHostOfAnotherAbiIntoTheBarrier() throws InterruptedException {
        try (FakeFleet fleet = new FakeFleet(3, Fault.NONE)) {
            Plan plan = fleet.plan(order());
            assertEquals(List.of(), plan.problems());
            fleet.host("h3").upgrade(new Abi(2, "0.2.0"));
            ObjectNode receipt = fleet.change(plan);
            assertEquals("aborted", receipt.path("result").asText(), receipt.toString());
            String reason = receipt.path("reason").asText();
            assertTrue(
                    reason.contains(
                            "h1 speaks ABI 1 (version 0.1.0), this host ABI 2 (version 0.2.0)"),
                    reason);
            ends(fleet, receipt.toString());
            assertEquals("sends by vxlan, receives [vxlan]", fleet.host("h3").modes().toString());
        }
    }

    @Test
    void doesNotWaitForADeadlineFromBeforeTheClockWasSetBack() throws InterruptedException {
        Fault fault = new Fault(Calls.CONFIRM, "h1", What.COORDINATOR_DIES_BEFORE);
        try (FakeFleet fleet = new FakeFleet(2, fault)) {
            fleet.change(order());
            FakeFleet.Host left = fleet.host("h2");
            assertEquals("sends by geneve, receives [geneve, vxlan]", left.modes().toString());
            left.die();
            fleet.clock().move(Duration.ofHours(-1));
            left.start();
            fleet.settleOnce();
            assertEquals("sends by geneve, receives [geneve, vxlan]", left.modes().toString());
            fleet.clock().move(Duration.ofSeconds(31));
            fleet.settleOnce();
            assertEquals("sends by vxlan, receives [geneve, vxlan]", left.modes().toString());
        }
    }

    @Test
    void namesTheChangeThatRuns() throws InterruptedException {
        Fault fault = new Fault(Calls.RETIRE, "h2", What.CALL_LOST);
        try (FakeFleet fleet = new FakeFleet(2, fault)) {
            fleet.change(order());
            List<String> problems = fleet.plan(order()).problems();
            assertEquals(1, problems.size(), problems.toString());
            assertTrue(problems.get(0).contains(FakeFleet.ID), problems.toString());
        }
    }
}
