package org.vibrissa.flow.internal.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.vibrissa.flow.internal.bpf.Event;

/**
 * A ring of events. One thread writes; any thread reads, by copying a row and asking afterwards
 * whether it was still there.
 */
final class FlowRows {
    /** The event's wall clock, then the event. */
    static final int TIME_OFFSET = 0;

    static final int EVENT_OFFSET = 8;
    static final int ROW = EVENT_OFFSET + Event.SIZE;

    private static final VarHandle WRITTEN;

    static {
        try {
            WRITTEN = MethodHandles.lookup().findVarHandle(FlowRows.class, "written", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ByteBuffer rows;
    private final int mask;

    /** Sequence of the first event; published by {@link #written}. */
    private long first;

    /** Sequence of the next event. */
    private volatile long written;

    /**
     * An empty ring, whose first event has sequence 0 unless {@link #begin} says otherwise.
     *
     * @param capacity events that it holds at most: a power of two less one. There is a row more:
     *     the one that is being written
     */
    FlowRows(int capacity) {
        if (capacity < 1 || Integer.bitCount(capacity + 1) != 1) {
            throw new IllegalArgumentException(
                    "capacity must be a power of two less one, got " + capacity);
        }
        this.mask = capacity;
        this.rows =
                ByteBuffer.allocateDirect(Math.multiplyExact(capacity + 1, ROW))
                        .order(ByteOrder.nativeOrder());
    }

    /**
     * Says the sequence of the next event; the writer's thread alone. A writer that goes on after
     * another must go on at its end.
     */
    void begin(long sequence) {
        if (written == sequence) {
            return;
        }
        if (written != first) {
            throw new IllegalStateException(
                    "the log ends before event "
                            + written
                            + ", the ring goes on with event "
                            + sequence
                            + "; start the bundle anew");
        }
        first = sequence;
        written = sequence;
    }

    int capacity() {
        return mask;
    }

    /** Sequence of the first event that was ever written here. */
    long first() {
        return written == 0 ? 0 : first;
    }

    /** Sequence of the next event to be written. */
    long end() {
        return written;
    }

    /** Sequence of the oldest event that is there; {@link #end} when there is none. */
    long oldest() {
        return oldest(written);
    }

    private long oldest(long end) {
        return end == 0 ? 0 : Math.max(first, end - mask);
    }

    /** Writes one event; the writer's thread alone. Who waits is told by {@link FlowMemory}. */
    void append(ByteBuffer from, int offset, long timeNanos) {
        long sequence = (long) WRITTEN.get(this);
        int row = row(sequence);
        rows.putLong(row + TIME_OFFSET, timeNanos);
        rows.put(row + EVENT_OFFSET, from, offset, Event.SIZE);
        WRITTEN.setRelease(this, sequence + 1);
        // The next row is the oldest one: its bytes may change only after the count says so.
        VarHandle.storeStoreFence();
    }

    /**
     * Copies one event.
     *
     * @param to at least {@link #ROW} bytes
     * @return false when it is not written yet or was overwritten; the copy is worthless then
     */
    boolean copy(long sequence, ByteBuffer to) {
        if (sequence >= written || sequence < oldest()) {
            return false;
        }
        to.put(0, rows, row(sequence), ROW);
        VarHandle.loadLoadFence();
        return sequence >= oldest();
    }

    /** The wall clock of an event; of no meaning when it is not there any more. */
    long timeNanos(long sequence) {
        return rows.getLong(row(sequence) + TIME_OFFSET);
    }

    private int row(long sequence) {
        return ((int) sequence & mask) * ROW;
    }
}
