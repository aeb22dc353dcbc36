package org.vibrissa.metrics.internal.hubble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vibrissa.flow.FlowAccount;
import org.vibrissa.flow.FlowLedger;

class HubbleMetricsTest {
    private final TestEvent event = new TestEvent();
    private final TestLog log = new TestLog(event);
    private final FlowLedger ledger =
            () ->
                    new FlowLedger.Balance(
                            0,
                            0,
                            0,
                            0,
                            0,
                            List.of(
                                    new FlowLedger.Loss("ring-full", 0, 3),
                                    new FlowLedger.Loss("rate-limit", 1, 4)),
                            0,
                            0,
                            0,
                            0,
                            List.of(),
                            0);
    private HubbleMetrics metrics = start("flow", "nonsense");

    private HubbleMetrics start(String... items) {
        return new HubbleMetrics(log, new TestNames(), 100, List.of(items));
    }

    @AfterEach
    void stop() throws InterruptedException {
        metrics.stop();
        assertTrue(log.closed());
    }

    private static void await(String what, BooleanSupplier reached) throws InterruptedException {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!reached.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "waited in vain for " + what);
            Thread.sleep(1);
        }
    }

    @Test
    void followsTheLogAndTellsWhatWasLost() throws InterruptedException {
        log.offer(1000, 50);
        await("all events", () -> metrics.read().taken() == 1050);
        Counted counted = new Counted();
        metrics.collect(counted);
        new LostFigures(ledger, metrics).collect(counted);
        assertEquals(
                Map.of(
                        "hubble_flows_processed_total{protocol=TCP,type=Trace,"
                                + "subtype=to-endpoint,verdict=FORWARDED}",
                        1000.0,
                        "hubble_lost_events_total{source=perf_event_ring_buffer}",
                        7.0,
                        "hubble_lost_events_total{source=hubble_ring_buffer}",
                        50.0),
                counted.values());
    }

    @Test
    void balancesItsAccountAtAnyMoment() throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            log.offer(500, i);
            FlowAccount.Reading now = metrics.read();
            assertEquals(now.taken(), now.sent() + now.filtered() + now.dropped() + now.pending());
        }
        await("all events", () -> metrics.read().sent() == 100_000);
        assertEquals(199 * 100, metrics.read().dropped());
    }

    @Test
    void countsAnEventThatHasNoNamesAsDroppedAndGoesOn() throws InterruptedException {
        metrics.stop();
        metrics = start("flow:sourceContext=pod");
        event.sourceIdentity = 77; // The test's names give null for it.
        log.offer(10, 0);
        await("all events", () -> metrics.read().taken() == 10);
        assertEquals(10, metrics.read().dropped());
        event.sourceIdentity = 1000;
        log.offer(10, 0);
        await("all events", () -> metrics.read().sent() == 10);
    }

    @Test
    void declaresWhatItTellsAndNamesWhatIsWrong() {
        assertEquals(
                List.of("vibrissa_metrics_folded_events_total", "hubble_flows_processed_total"),
                metrics.families().stream().map(family -> family.shownName()).toList());
        assertTrue(metrics.problems().get(0).contains("\"nonsense\""));
    }
}
