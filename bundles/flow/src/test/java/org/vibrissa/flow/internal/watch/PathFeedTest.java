package org.vibrissa.flow.internal.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.vibrissa.bpf.RecordConsumer;
import org.vibrissa.bpf.RingCounters;
import org.vibrissa.bpf.RingReader;
import org.vibrissa.flow.internal.bpf.VibPathRecord;

final class PathFeedTest {
    private static final int MINE = 7;
    private static final int OTHERS = 8;

    private final List<Ring> opened = new ArrayList<>();
    private final BlockingQueue<VibPathRecord> mine = new LinkedBlockingQueue<>();
    private final PathFeed feed =
            new PathFeed(
                    () -> {
                        opened.add(new Ring());
                        return opened.get(opened.size() - 1);
                    });

    private static VibPathRecord way(int watch, int ns) {
        return VibPathRecord.ZERO.withVersion(1).withWatch(watch).withNs(ns);
    }

    private VibPathRecord next() throws InterruptedException {
        VibPathRecord way = mine.poll(10, TimeUnit.SECONDS);
        if (way == null) {
            throw new AssertionError("waited 10 s for a way");
        }
        return way;
    }

    @Test
    void givesEachWayToWhoseItIs() throws InterruptedException {
        feed.add(MINE, mine::add);
        opened.get(0).put(way(OTHERS, 1));
        opened.get(0).put(way(MINE, 2));

        assertEquals(2, next().ns());
        feed.remove(MINE);
        assertNull(mine.poll());
    }

    @Test
    void leavesOutWhatItCannotRead() throws InterruptedException {
        feed.add(MINE, mine::add);
        opened.get(0).put(way(MINE, 1).withVersion(2));
        opened.get(0).put(ByteBuffer.allocate(16));
        opened.get(0).put(way(MINE, 3));

        assertEquals(3, next().ns());
        feed.remove(MINE);
        assertNull(mine.poll());
    }

    @Test
    void readsAsLongAsSomebodyWatches() throws InterruptedException {
        feed.add(MINE, mine::add);
        feed.add(OTHERS, way -> {});
        assertEquals(1, opened.size());
        feed.remove(OTHERS);
        assertFalse(opened.get(0).closed);
        opened.get(0).put(way(MINE, 1));
        assertEquals(1, next().ns());

        feed.remove(MINE);
        assertEquals(true, opened.get(0).closed);
        feed.add(MINE, mine::add);
        assertEquals(2, opened.size());
        opened.get(1).put(way(MINE, 2));
        assertEquals(2, next().ns());
        feed.remove(MINE);
    }

    @Test
    void removingWhatIsNotThereIsNoError() {
        feed.remove(MINE);
        assertEquals(0, opened.size());
    }

    /** A ring whose records a test puts in. */
    private static final class Ring implements RingReader {
        private final BlockingQueue<ByteBuffer> records = new LinkedBlockingQueue<>();
        private volatile boolean closed;

        void put(VibPathRecord way) {
            ByteBuffer record =
                    ByteBuffer.allocate(VibPathRecord.SIZE).order(ByteOrder.nativeOrder());
            VibPathRecord.CODEC.write(way, record, 0);
            put(record);
        }

        void put(ByteBuffer record) {
            records.add(record);
        }

        @Override
        public int drain(RecordConsumer consumer, int maxRecords) {
            if (closed) {
                throw new IllegalStateException("closed");
            }
            int given = 0;
            while (given < maxRecords && !records.isEmpty()) {
                ByteBuffer record = records.remove();
                consumer.accept(record, 0, record.capacity());
                given++;
            }
            return given;
        }

        @Override
        public boolean await(Duration timeout) {
            long deadline = System.nanoTime() + timeout.toNanos();
            while (records.isEmpty() && !closed && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            return !records.isEmpty();
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public int capacity() {
            return 1 << 18;
        }

        @Override
        public long released() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void beforeRelease(LongConsumer listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void wake() {
            throw new UnsupportedOperationException();
        }

        @Override
        public RingCounters counters() {
            throw new UnsupportedOperationException();
        }
    }
}
