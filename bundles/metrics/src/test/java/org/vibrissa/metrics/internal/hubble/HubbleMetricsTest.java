package org.vibrissa.metrics.internal.hubble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vibrissa.flow.FlowAccount;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowLedger;
import org.vibrissa.flow.FlowParty;
import org.vibrissa.flow.made.MadeEvent;
import org.vibrissa.flow.made.MadeFlowLog;

class HubbleMetricsTest {
    private static final MadeEvent EVENT = MadeEvent.trace();

    private final MadeFlowLog log = new MadeFlowLog(1023);
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
        return start(new TestNames(), items);
    }

    private HubbleMetrics start(TestNames names, String... items) {
        return new HubbleMetrics(log.log(), names, 100, List.of(items));
    }

    @AfterEach
    void stop() throws InterruptedException {
        metrics.stop();
        assertEquals(List.of(), log.readers());
    }

    private static void await(String what, BooleanSupplier reached) throws InterruptedException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!reached.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "waited in vain for " + what);
            Thread.sleep(1);
        }
    }

    /** They keep the first who asks until they may be told. */
    private static final class HeldNames extends TestNames {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch told = new CountDownLatch(1);

        @Override
        public FlowParty source(FlowEvent event) {
            asked.countDown();
            try {
                assertTrue(told.await(10, TimeUnit.SECONDS), "nobody let go");
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return super.source(event);
        }
    }

    @Test
    void followsTheLogAndTellsWhatWasLost() throws InterruptedException {
        metrics.stop();
        HeldNames names = new HeldNames();
        metrics = start(names, "flow:sourceContext=namespace");
        log.write(EVENT, 1);
        assertTrue(names.asked.await(10, TimeUnit.SECONDS), "no event came");
        log.write(EVENT, 1023 + 50);
        names.told.countDown();
        await("all events", () -> metrics.read().taken() == 1 + 1023 + 50);
        Counted counted = new Counted();
        metrics.collect(counted);
        new LostFigures(ledger, metrics).collect(counted);
        assertEquals(
                Map.of(
                        "hubble_flows_processed_total{protocol=TCP,type=Trace,"
                                + "subtype=to-endpoint,verdict=FORWARDED,source=space}",
                        1024.0,
                        "hubble_lost_events_total{source=perf_event_ring_buffer}",
                        7.0,
                        "hubble_lost_events_total{source=hubble_ring_buffer}",
                        50.0),
                counted.values());
    }

    @Test
    void balancesItsAccountAtAnyMoment() throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            log.write(EVENT, 500);
            FlowAccount.Reading now = metrics.read();
            assertEquals(now.taken(), now.sent() + now.filtered() + now.dropped() + now.pending());
        }
        await("all events", () -> metrics.read().taken() == 100_000);
        assertEquals(100_000, metrics.read().sent() + metrics.read().dropped());
    }

    @Test
    void countsAnEventThatHasNoNamesAsDroppedAndGoesOn() throws InterruptedException {
        metrics.stop();
        metrics = start("flow:sourceContext=pod");
        log.write(EVENT.identities(77, 1002), 10); // The test's names give null for it.
        await("all events", () -> metrics.read().taken() == 10);
        assertEquals(10, metrics.read().dropped());
        log.write(EVENT, 10);
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
