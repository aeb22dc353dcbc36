package org.vibrissa.bpf.internal.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.RecordConsumer;
import org.vibrissa.bpf.RingCounters;

class RingScanTest {
    private static final int CAPACITY = 4096;

    private final FakeRing ring = new FakeRing(CAPACITY);
    private final RingScan scan = new RingScan(ring.memory(), "ring r");
    private final List<Long> got = new ArrayList<>();
    private final RecordConsumer collect = (data, at, length) -> got.add(data.getLong(at));

    @Test
    void givesRecordsInOrderAndPublishesThePosition() {
        for (long i = 0; i < 200; i++) {
            assertTrue(ring.send(i));
        }
        assertTrue(scan.ready());
        assertEquals(200, scan.run(collect, 1000));
        assertEquals(0L, got.get(0));
        assertEquals(199L, got.get(199));
        scan.publish();
        assertEquals(ring.reserved(), ring.read());
        assertFalse(scan.ready());
        assertEquals(new RingCounters(200, 0, 1600, 0), scan.counters());
    }

    @Test
    void notesEachPositionBeforeTheKernelLearnsOfIt() {
        List<Long> noted = new ArrayList<>();
        scan.beforePublish(
                at -> {
                    assertTrue(at > ring.read(), "too late");
                    noted.add(at);
                });
        for (long i = 0; i < 200; i++) {
            ring.send(i);
        }
        scan.run(collect, 1000);
        long released = ring.read();
        assertTrue(released > 0);
        assertEquals(released, scan.published());
        assertEquals(released, noted.get(noted.size() - 1));
        scan.publish();
        assertEquals(ring.reserved(), noted.get(noted.size() - 1));
        assertEquals(ring.reserved(), scan.published());
    }

    @Test
    void stopsAtTheLimitAndGoesOnThere() {
        for (long i = 0; i < 150; i++) {
            ring.send(i);
        }
        assertEquals(100, scan.run(collect, 100));
        assertTrue(ring.read() > 100 * 16 - CAPACITY / 8 - 64 * 16, "lags by so much at most");
        assertEquals(50 * 16, scan.counters().pending());
        assertEquals(50, scan.run(collect, 100));
        assertEquals(149L, got.get(149));
    }

    @Test
    void stopsAtARecordThatIsBeingWritten() {
        ring.send(1);
        long busy = ring.reserve(8);
        ring.send(3);
        assertEquals(1, scan.run(collect, 10));
        assertFalse(scan.ready());
        ring.put(busy, 0, 2);
        ring.commit(busy, 8);
        assertTrue(scan.ready());
        assertEquals(2, scan.run(collect, 10));
        assertEquals(List.of(1L, 2L, 3L), got);
    }

    @Test
    void skipsDiscardedRecords() {
        for (int i = 0; i < 100; i++) {
            ring.discard(ring.reserve(4), 4);
        }
        ring.send(7);
        ring.discard(ring.reserve(20), 20);
        assertEquals(1, scan.run(collect, 10));
        assertEquals(List.of(7L), got);
        assertEquals(new RingCounters(1, 101, 8, 0), scan.counters());
        scan.publish();
        assertEquals(ring.reserved(), ring.read());
    }

    @Test
    void givesEmptyAndLongestRecords() {
        List<Integer> lengths = new ArrayList<>();
        ring.commit(ring.reserve(0), 0);
        scan.run((data, at, length) -> lengths.add(length), 10);
        assertEquals(-1, ring.reserve(CAPACITY - 8), "not given back yet");
        assertEquals(0, scan.run(collect, 10), "an empty walk gives all back");
        ring.commit(ring.reserve(CAPACITY - 8), CAPACITY - 8);
        scan.run((data, at, length) -> lengths.add(length), 10);
        assertEquals(List.of(0, CAPACITY - 8), lengths);
    }

    @Test
    void aRecordAcrossTheEndIsContiguous() {
        ring.commit(ring.reserve(CAPACITY - 32), CAPACITY - 32);
        scan.run((data, at, length) -> {}, 10);
        scan.publish();
        long at = ring.reserve(24);
        for (int i = 0; i < 3; i++) {
            ring.put(at, 8 * i, 100 + i);
        }
        ring.commit(at, 24);
        scan.run(
                (data, offset, length) -> {
                    for (int i = 0; i < 3; i++) {
                        got.add(data.getLong(offset + 8 * i));
                    }
                },
                10);
        assertEquals(List.of(100L, 101L, 102L), got);
    }

    @Test
    void aRecordWhoseConsumerThrewIsNotGivenAgain() {
        ring.send(1);
        ring.send(2);
        RecordConsumer failing =
                (data, at, length) -> {
                    throw new IllegalArgumentException("no");
                };
        assertThrows(IllegalArgumentException.class, () -> scan.run(failing, 10));
        assertEquals(1, scan.run(collect, 10));
        assertEquals(List.of(2L), got);
        assertEquals(2, scan.counters().records());
    }

    @Test
    void anotherReaderGoesOnWhereTheLastStopped() {
        ring.send(1);
        ring.send(2);
        scan.run(collect, 1);
        scan.publish();
        new RingScan(ring.memory(), "ring r").run(collect, 10);
        assertEquals(List.of(1L, 2L), got);
    }

    @Test
    void refusesAHeaderThatLeavesTheReservedBytes() {
        ring.send(1);
        ring.commit(ring.reserve(8), 9);
        BpfException broken = assertThrows(BpfException.class, () -> scan.run(collect, 10));
        assertEquals(
                "ring r is broken: position 16 (byte 16 of 4096) has a header that says 9 bytes,"
                        + " 8 are reserved",
                broken.getMessage());
        assertEquals(List.of(1L), got);
        scan.publish();
        assertEquals(16, ring.read(), "what was given before is read");
        ring.header(16, Integer.MAX_VALUE & ~FakeRing.DISCARD);
        assertThrows(BpfException.class, () -> scan.run(collect, 10));
    }

    @Test
    void refusesPositionsThatCannotBe() {
        for (long producer : new long[] {-8, CAPACITY + 8, 12, Long.MIN_VALUE, Long.MAX_VALUE}) {
            ring.setProducer(producer);
            BpfException broken = assertThrows(BpfException.class, () -> scan.run(collect, 10));
            assertTrue(broken.getMessage().contains("position " + producer), broken.getMessage());
        }
        ring.setConsumer(4);
        ring.setProducer(8);
        RingScan misaligned = new RingScan(ring.memory(), "ring r");
        assertThrows(BpfException.class, () -> misaligned.run(collect, 10));
    }

    @Test
    void allocatesNothingPerRecord() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] sum = new long[1];
        RecordConsumer add = (data, at, length) -> sum[0] += data.getLong(at);
        long id = Thread.currentThread().getId();
        pump(add, 2000);
        long few = allocated(threads, id, add, 100);
        long many = allocated(threads, id, add, 20_000);
        assertEquals(few, many, "bytes for 10 thousand and for 2 million records");
        assertTrue(sum[0] > 0);
    }

    private long allocated(ThreadMXBean threads, long id, RecordConsumer add, int rounds) {
        long before = threads.getThreadAllocatedBytes(id);
        pump(add, rounds);
        return threads.getThreadAllocatedBytes(id) - before;
    }

    private void pump(RecordConsumer add, int rounds) {
        for (int i = 0; i < rounds; i++) {
            for (int j = 0; j < 100; j++) {
                ring.send(j);
            }
            scan.run(add, 1000);
        }
    }

    @Test
    void keepsEveryRecordWhileAnotherThreadWrites() {
        int count = 2_000_000;
        Thread writer =
                new Thread(
                        () -> {
                            for (long i = 0; i < count; ) {
                                if (ring.send(i)) {
                                    i++;
                                } else {
                                    Thread.onSpinWait();
                                }
                            }
                        },
                        "ring-writer");
        long[] next = new long[1];
        RecordConsumer inOrder =
                (ByteBuffer data, int at, int length) -> {
                    if (data.getLong(at) != next[0]) {
                        throw new AssertionError(next[0] + " expected, got " + data.getLong(at));
                    }
                    next[0]++;
                };
        writer.start();
        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> {
                    while (next[0] < count) {
                        scan.run(inOrder, 4096);
                    }
                });
        assertEquals(count, scan.counters().records());
    }
}
