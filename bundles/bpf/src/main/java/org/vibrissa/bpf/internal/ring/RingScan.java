package org.vibrissa.bpf.internal.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.RecordConsumer;
import org.vibrissa.bpf.RingCounters;

/**
 * Walks the records between the consumer's and the producer's position. Each has a header of 8
 * bytes: length with two flag bits, then a page offset; the kernel clears the busy bit when the
 * record is committed.
 *
 * <p>The position is published every few records, not at each: the kernel reads it at every
 * reservation, and at each commit it wakes a reader whose position is that of the record. A reader
 * that is busy anyway would cost the program an interrupt per record. So only {@link #publish},
 * after an empty walk or before a wait, tells the kernel how far it really got; it is volatile and
 * the producer is read again behind it, as one of the two must see the other.
 *
 * <p>One thread at a time; {@link #counters} and {@link #stop} may be called by others.
 */
final class RingScan {
    private static final VarHandle LONG =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle INT =
            MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private static final int HEADER = 8;
    private static final int BUSY = 1 << 31;
    private static final int DISCARD = 1 << 30;

    /** Records between two looks at how far the published position lags. */
    private static final int STEP = 64;

    /** Most bytes that are read and not yet given back to the kernel, in large rings. */
    private static final int LONGEST_LAG = 1 << 14;

    private final String what;
    private final ByteBuffer consumer;
    private final ByteBuffer producer;
    private final ByteBuffer data;
    private final int capacity;
    private final int lag;
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong discarded = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean stopped;

    private final AtomicLong read = new AtomicLong();

    private long position;
    private volatile long published;
    private volatile LongConsumer note = at -> {};
    private boolean more;

    /** A walk from where the last reader of the ring stopped. */
    RingScan(RingMemory memory, String what) {
        this.what = what;
        this.consumer = memory.consumer();
        this.producer = memory.producer();
        this.data = memory.data();
        this.capacity = memory.capacity();
        this.lag = Math.min(capacity / 8, LONGEST_LAG);
        this.position = (long) LONG.getAcquire(consumer, 0);
        this.published = position;
        this.read.set(position);
    }

    /** Tells the kernel how far was read; needed before a wait and at the end. */
    void publish() {
        note.accept(position);
        published = position;
        LONG.setVolatile(consumer, 0, position);
    }

    /** What the kernel knows of how far was read. */
    long published() {
        return published;
    }

    /** Called with the position before the kernel learns of it. */
    void beforePublish(LongConsumer consumer) {
        note = consumer;
    }

    /** Whether the next record is committed. */
    boolean ready() {
        return position < (long) LONG.getVolatile(producer, 0) && (header() & BUSY) == 0;
    }

    private int header() {
        return (int) INT.getAcquire(data, (int) position & (capacity - 1));
    }

    /** Gives up to {@code most} records to the sink; returns how many. */
    int run(RecordConsumer sink, int most) {
        int given = 0;
        do {
            long end = checkedEnd();
            more = true;
            while (more && given < most) {
                given += step(sink, end, Math.min(STEP, most - given));
            }
        } while (given < most && !stopped && ready());
        if (given == 0 && position != published) {
            publish();
        }
        return given;
    }

    /** Part of a walk, at the end of which the position is published when it is far enough. */
    private int step(RecordConsumer sink, long end, int most) {
        int given = 0;
        int skipped = 0;
        long payload = 0;
        try {
            while (given + skipped < most) {
                if (position >= end || stopped) {
                    more = false;
                    break;
                }
                int at = (int) position & (capacity - 1);
                int header = header();
                if ((header & BUSY) != 0) {
                    more = false;
                    break;
                }
                int length = header & ~DISCARD;
                position = next(length, end);
                if ((header & DISCARD) != 0) {
                    skipped++;
                    continue;
                }
                given++;
                payload += length;
                sink.accept(data, at + HEADER, length);
            }
            return given;
        } finally {
            if (position - published >= lag) {
                note.accept(position);
                published = position;
                LONG.setRelease(consumer, 0, position);
            }
            read.lazySet(position);
            records.lazySet(records.getPlain() + given);
            discarded.lazySet(discarded.getPlain() + skipped);
            bytes.lazySet(bytes.getPlain() + payload);
        }
    }

    private long next(int length, long end) {
        long next = position + ((length + (long) HEADER + 7) & ~7L);
        if (next > end) {
            throw broken(
                    String.format(
                            "has a header that says %d bytes, %d are reserved",
                            length, end - position - HEADER));
        }
        return next;
    }

    private long checkedEnd() {
        long end = (long) LONG.getAcquire(producer, 0);
        if (end < position || end - position > capacity || ((end | position) & 7) != 0) {
            throw broken("is where reading goes on, but the producer is at position " + end);
        }
        return end;
    }

    private BpfException broken(String problem) {
        return new BpfException(
                String.format(
                        "%s is broken: position %d (byte %d of %d) %s",
                        what, position, (int) position & (capacity - 1), capacity, problem));
    }

    /** Ends a walk behind the record that is being given. */
    void stop() {
        stopped = true;
    }

    /** Totals; the caller makes sure that the memory is still mapped. */
    RingCounters counters() {
        long pending = Math.max(0, (long) LONG.getAcquire(producer, 0) - read.get());
        return totals(pending);
    }

    /** Totals without a look at the memory. */
    RingCounters totals(long pending) {
        return new RingCounters(records.get(), discarded.get(), bytes.get(), pending);
    }
}
