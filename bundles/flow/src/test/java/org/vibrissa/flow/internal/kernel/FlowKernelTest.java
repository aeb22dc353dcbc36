package org.vibrissa.flow.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.flow.FlowCause;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowKind;
import org.vibrissa.flow.FlowLedger;

@Tag("bpf")
class FlowKernelTest {
    private static final int RING = 1 << 16;
    private static final int RECORD = 168;
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir Path folder;
    private LiveFlow flow;

    @BeforeEach
    void start() {
        flow = new LiveFlow(folder, RING);
    }

    @AfterEach
    void stop() {
        flow.close();
    }

    private FlowEvent next(FlowCursor cursor) {
        if (!cursor.next()) {
            assertTrue(cursor.await(SOON), "no event came");
            assertTrue(cursor.next());
        }
        return cursor.event();
    }

    private static void await(String what, LongSupplier figure, long wanted) {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (figure.getAsLong() != wanted) {
            if (System.nanoTime() - deadline > 0) {
                fail(what + " is " + figure.getAsLong() + ", not " + wanted);
            }
            Thread.onSpinWait();
        }
    }

    private static long lost(FlowLedger.Balance balance, String cause) {
        return balance.lost().stream()
                .filter(l -> l.cause().equals(cause))
                .mapToLong(FlowLedger.Loss::events)
                .sum();
    }

    /** The equation of the ledger. */
    private static void assertBalanced(FlowLedger.Balance balance) {
        long lost = balance.lost().stream().mapToLong(FlowLedger.Loss::events).sum();
        assertEquals(
                balance.produced(),
                balance.delivered() + lost + balance.pending(),
                balance.toString());
        assertEquals(0, balance.difference(), balance.toString());
        assertEquals(balance.notable(), balance.traced() + balance.unseen());
        assertEquals(balance.written(), balance.overwritten() + balance.held());
    }

    @Test
    void tellsWhatHappensInAFlowOnceEach() {
        FlowCursor cursor = flow.log().fromNewest("test");
        long before = System.currentTimeMillis();
        flow.aliceToBob(4000, LiveFlow.SYN);
        flow.bobToAlice(4000, LiveFlow.SYN | LiveFlow.ACK);
        flow.aliceToBob(4000, LiveFlow.ACK);
        for (int i = 0; i < 5; i++) {
            flow.aliceToBob(4000, LiveFlow.ACK);
        }

        FlowEvent event = next(cursor);
        assertEquals(FlowKind.TRACE, event.kind());
        assertTrue(event.has(FlowCause.START));
        assertEquals(101, event.observationPoint());
        assertEquals(1001, event.sourceIdentity());
        assertEquals(2, event.destinationEndpoint());
        assertEquals(4000, event.sourcePort());
        assertEquals(LiveFlow.SYN, event.tcpFlags());
        assertEquals(1, event.packets());
        assertEquals(event.length(), event.bytes());
        assertFalse(event.reply());
        assertEquals(1, event.direction());
        assertEquals(0x02005e005302L, event.destinationMac());
        assertTrue(Math.abs(event.timeNanos() / 1_000_000 - before) < 5_000, "the wall clock");

        next(cursor);
        assertEquals(FlowCause.REPLY.bit() | FlowCause.TCP_FLAGS.bit(), event.causes());
        assertTrue(event.reply());
        assertEquals(3, event.traceReason());
        assertEquals(1002, event.sourceIdentity());
        assertEquals(2, event.direction(), "a reply belongs to what its receiver began");

        next(cursor);
        assertEquals(FlowCause.TCP_FLAGS.bit(), event.causes());
        assertFalse(cursor.next(), "a flow that goes on as before is not told of");
        assertBalanced(flow.balance());
    }

    @Test
    void countsWhatTheDropRateLeavesOut() {
        flow.level("medium", 5, 100);
        long begun = System.nanoTime();
        flow.drop(5_000);
        long refilled = (System.nanoTime() - begun) / 10_000_000;
        await("delivered", () -> flow.balance().pending(), 0);
        FlowLedger.Balance balance = flow.balance();
        assertEquals(5_000, balance.produced());
        assertEquals(5_000, balance.delivered() + lost(balance, "rate-limit"));
        assertTrue(
                balance.delivered() >= 97 && balance.delivered() <= 103 + refilled,
                "a burst of one second's worth: " + balance.delivered() + ", " + refilled);
        assertBalanced(balance);
    }

    @Test
    void losesNoCountWhenTheRingOverflows() {
        flow.stopReader();
        flow.drop(100_000);
        FlowLedger.Balance full = flow.balance();
        assertEquals(100_000, full.produced());
        assertEquals(100_000 - RING / RECORD, lost(full, "ring-full"));
        assertEquals(RING / RECORD, full.pending());

        flow.startReader();
        await("pending", () -> flow.balance().pending(), 0);
        assertEquals(RING / RECORD, flow.balance().delivered());
        assertBalanced(flow.balance());
    }

    @Test
    void balancesToTheEventUnderOverload() {
        for (int round = 0; round < 20; round++) {
            flow.drop(50_000);
            assertEquals(0, flow.balance().difference());
        }
        await("pending", () -> flow.balance().pending(), 0);
        FlowLedger.Balance balance = flow.balance();
        assertEquals(1_000_000, balance.produced());
        assertBalanced(balance);
    }

    @Test
    void theNextReaderGoesOnWithTheCount() {
        flow.drop(10);
        await("delivered", () -> flow.balance().delivered(), 10);
        flow.stopReader();
        flow.drop(7);
        flow.startReader();
        FlowCursor cursor = flow.log().fromOldest("next");
        assertEquals(10, next(cursor).sequence());
        await("delivered", () -> flow.balance().delivered(), 17);
        assertEquals(7, flow.balance().written());
        assertBalanced(flow.balance());
    }

    @Test
    void anotherVersionWaitsUntilTheReaderBeforeHasLeft() {
        flow.drop(3);
        await("delivered", () -> flow.balance().delivered(), 3);
        var before = flow.reader();
        flow.start("1.1.0", RING);
        flow.startReader();
        flow.drop(2);
        await("delivered by the reader before", () -> before.progress().delivered(), 5);
        assertEquals(0, flow.log().written());
        before.close();
        flow.drop(4);
        await("delivered", () -> flow.balance().delivered(), 9);
        assertEquals(4, flow.log().written());
        assertBalanced(flow.balance());
    }

    @Test
    void countsPacketsThatNoStageSaw() {
        flow.stage().release();
        flow.drop(5);
        FlowLedger.Balance balance = flow.balance();
        assertEquals(5, balance.unseen());
        assertEquals(0, balance.produced());
        assertBalanced(balance);
    }

    @Test
    void aRingOfAnotherSizeBeginsNewBooks() {
        flow.drop(5);
        await("delivered", () -> flow.balance().delivered(), 5);
        flow.stopReader();
        flow.start("1.1.0", 2 * RING);
        flow.startReader();
        assertEquals(2 * RING, flow.maps().ringSize());
        flow.drop(2);
        await("delivered", () -> flow.balance().delivered(), 2);
        assertBalanced(flow.balance());
    }

    @Test
    void settingsOfClassLiveReachTheKernel() {
        flow.level("none", 7, 1000);
        assertEquals(1, flow.config().flowEntry());
        assertEquals(1 << 3, flow.config().flags() & 1 << 3);
        flow.level("maximum", 7, 1000);
        assertEquals(0, flow.config().flags() & 1 << 3);
        assertEquals(
                FlowCause.START.bit()
                        | FlowCause.CLOSE.bit()
                        | FlowCause.VERDICT.bit()
                        | FlowCause.PERIODIC.bit(),
                flow.config().flowCauses());
        assertTrue(flow.config().flowInterval() > 0);
    }
}
