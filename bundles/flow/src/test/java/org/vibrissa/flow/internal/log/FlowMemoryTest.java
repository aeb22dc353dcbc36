package org.vibrissa.flow.internal.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowKind;
import org.vibrissa.flow.FlowLog;
import org.vibrissa.flow.made.MadeEvent;
import org.vibrissa.flow.made.MadeFlowLog;

class FlowMemoryTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void givesEventsInOrderWithTheirValues() {
        MadeFlowLog log = new MadeFlowLog(7, 100);
        FlowCursor cursor = log.log().fromOldest("test");
        FlowEvent event = cursor.event();
        log.write(
                MadeEvent.trace(),
                MadeEvent.drop(133).from("fd00::1", 5).to("fd00::2", 6).tunnel(2, 77, "192.0.2.9"));

        assertTrue(cursor.next());
        assertEquals(100, event.sequence());
        assertEquals(FlowKind.TRACE, event.kind());
        assertEquals(0x0a000001L, event.sourceLow());
        assertEquals(0, event.sourceHigh());
        assertEquals(80, event.destinationPort());
        assertEquals(0x020000000001L, event.sourceMac());
        assertEquals(0, event.tunnelPeer().length);

        assertTrue(cursor.next());
        assertSame(event, cursor.event());
        assertEquals(101, event.sequence());
        assertEquals(133, event.dropReason());
        assertEquals(0xfd00L << 48, event.sourceHigh());
        assertEquals(2, event.destinationLow());
        assertEquals(16, event.sourceAddress().length);
        assertArrayEquals(new byte[] {(byte) 192, 0, 2, 9}, event.tunnelPeer());
        assertEquals(77, event.tunnelVni());
        assertFalse(cursor.next());
        assertEquals(101, event.sequence(), "a cursor at the end keeps its event");
    }

    @Test
    void countsWhatWasOverwrittenBeforeTheCursorCame() {
        MadeFlowLog log = new MadeFlowLog(7);
        FlowCursor cursor = log.log().fromOldest("slow");
        log.write(MadeEvent.trace(), 20);

        assertTrue(cursor.next());
        assertEquals(13, cursor.event().sequence());
        assertEquals(13, cursor.takeLost());
        assertEquals(0, cursor.takeLost());
        assertEquals(7, log.log().size());
        assertEquals(20, log.log().written());
    }

    @Test
    void aCursorFromBeforeTheLogBeganHasLostNothing() {
        FlowMemory memory = new FlowMemory(7);
        FlowCursor early = memory.fromNewest("early");
        memory.begin(5000);
        assertFalse(early.next());
        assertEquals(0, early.takeLost());
        assertThrows(
                IllegalStateException.class,
                () -> {
                    memory.append(java.nio.ByteBuffer.allocate(160), 0, 0);
                    memory.begin(6000);
                });
        memory.begin(5001); // the next reader of the ring goes on where the last one ended
        assertTrue(early.next());
        assertEquals(5000, early.event().sequence());
        assertEquals(0, early.takeLost());
    }

    @Test
    void walksBackwardFromTheNewestToTheOldestThatIsThere() {
        MadeFlowLog log = new MadeFlowLog(7).write(MadeEvent.trace(), 9);
        FlowCursor cursor = log.log().fromNewest("last");
        for (int sequence = 8; sequence >= 2; sequence--) {
            assertTrue(cursor.previous());
            assertEquals(sequence, cursor.event().sequence());
        }
        assertFalse(cursor.previous());
        assertEquals(2, cursor.event().sequence());
        assertTrue(cursor.next());
        assertEquals(3, cursor.event().sequence());
    }

    @Test
    void newestCursorGivesOnlyWhatComes() {
        MadeFlowLog log = new MadeFlowLog(7).write(MadeEvent.trace(), 3);
        FlowCursor cursor = log.log().fromNewest("follow");
        assertFalse(cursor.next());
        log.write(MadeEvent.trace());
        assertTrue(cursor.next());
        assertEquals(3, cursor.event().sequence());
        assertTrue(cursor.previous());
        assertEquals(2, cursor.event().sequence());
    }

    @Test
    void sinceFindsTheFirstEventOfThatTimeOrLater() {
        FlowLog log =
                new MadeFlowLog(7)
                        .write(
                                MadeEvent.trace().at(START),
                                MadeEvent.trace().at(START.plusSeconds(1)),
                                MadeEvent.trace().at(START.plusSeconds(2)))
                        .log();
        assertEquals(1, first(log, START.plusMillis(1)));
        assertEquals(0, first(log, Instant.MIN));
        assertEquals(0, first(log, START));
        assertFalse(log.since("future", Instant.MAX).next());
        assertFalse(log.since("future", START.plusSeconds(3)).next());
    }

    private static long first(FlowLog log, Instant time) {
        FlowCursor cursor = log.since("since", time);
        assertTrue(cursor.next());
        return cursor.event().sequence();
    }

    @Test
    void refusesCapacitiesThatAreNoPowerOfTwoLessOne() {
        for (int capacity : new int[] {0, -1, 8, 65536}) {
            assertThrows(IllegalArgumentException.class, () -> new MadeFlowLog(capacity));
        }
    }

    @Test
    void aWaitEndsByAnEventAWakeOrTheEndOfTheLog() throws InterruptedException {
        MadeFlowLog log = new MadeFlowLog(7);
        assertTrue(during(log, () -> log.write(MadeEvent.trace())));
        FlowCursor cursor = log.log().fromNewest("wait");
        cursor.wake();
        assertFalse(cursor.await(SOON));
        assertFalse(cursor.await(Duration.ZERO));
        assertFalse(during(log, log::end));
        assertTrue(cursor.ended());
    }

    private static boolean during(MadeFlowLog log, Runnable act) throws InterruptedException {
        FlowCursor cursor = log.log().fromNewest("wait");
        AtomicBoolean found = new AtomicBoolean();
        Thread waiter = new Thread(() -> found.set(cursor.await(SOON)));
        waiter.start();
        act.run();
        waiter.join(SOON.toMillis());
        assertFalse(waiter.isAlive(), "the wait went on");
        return found.get();
    }

    /** The record holds its own number in four places: a torn copy shows. */
    @Test
    void aReaderNeverSeesARowThatIsBeingOverwritten() throws InterruptedException {
        int capacity = 15;
        int most = 300_000;
        MadeFlowLog log = new MadeFlowLog(capacity);
        CountDownLatch started = new CountDownLatch(1);
        AtomicLong seen = new AtomicLong();
        AtomicLong lost = new AtomicLong();
        AtomicLong torn = new AtomicLong();
        FlowCursor cursor = log.log().fromOldest("torn");
        Thread reader =
                new Thread(
                        () -> {
                            started.countDown();
                            while (!cursor.ended() || cursor.await(Duration.ZERO)) {
                                while (cursor.next()) {
                                    seen.incrementAndGet();
                                    FlowEvent e = cursor.event();
                                    long n = e.sequence();
                                    if (e.packets() != n || e.bytes() != n || e.pathGroup() != n) {
                                        torn.incrementAndGet();
                                    }
                                }
                            }
                            lost.addAndGet(cursor.takeLost());
                        });
        reader.start();
        started.await();
        for (int i = 0; i < most; i++) {
            log.write(MadeEvent.trace().counts(i, i).group(i));
        }
        log.end();
        reader.join(SOON.toMillis());
        assertFalse(reader.isAlive());
        assertEquals(0, torn.get());
        assertEquals(most, seen.get() + lost.get(), "each event is seen or counted");
    }

    @Test
    void tellsItsRateAndReaders() {
        FlowMemory memory = new FlowMemory(7);
        FlowCursor cursor = memory.fromNewest("one");
        assertEquals(java.util.List.of("one"), memory.readers());
        cursor.close();
        assertEquals(java.util.List.of(), memory.readers());
        FlowRate rate = new FlowRate(0);
        for (int second = 0; second < 120; second++) {
            rate.add(10, second * 1_000_000_000L);
        }
        assertEquals(10, rate.perSecond(119_500_000_000L), 0.2);
        assertEquals(0, rate.perSecond(400_000_000_000L));
    }
}
