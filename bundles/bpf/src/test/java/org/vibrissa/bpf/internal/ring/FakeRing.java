package org.vibrissa.bpf.internal.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The kernel's side of a ring in plain memory, written as kernel/bpf/ringbuf.c does. */
final class FakeRing {
    static final int BUSY = 1 << 31;
    static final int DISCARD = 1 << 30;

    private static final VarHandle LONG =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle INT =
            MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private final ByteBuffer consumer = buffer(8);
    private final ByteBuffer producer = buffer(8);
    private final ByteBuffer data;
    private final int capacity;

    FakeRing(int capacity) {
        this.capacity = capacity;
        this.data = buffer(2 * capacity);
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    }

    RingMemory memory() {
        ByteBuffer readOnly = data.asReadOnlyBuffer().order(ByteOrder.nativeOrder());
        return new RingMemory(consumer, producer, readOnly, capacity, () -> {});
    }

    long read() {
        return (long) LONG.getAcquire(consumer, 0);
    }

    long reserved() {
        return (long) LONG.getAcquire(producer, 0);
    }

    void setProducer(long position) {
        LONG.setRelease(producer, 0, position);
    }

    void setConsumer(long position) {
        LONG.setRelease(consumer, 0, position);
    }

    /** Reserves a record; -1 when the ring is full. */
    long reserve(int length) {
        long at = reserved();
        long next = at + (length + 8 + 7 & ~7);
        if (next - read() > capacity) {
            return -1;
        }
        header(at, length | BUSY);
        LONG.setRelease(producer, 0, next);
        return at;
    }

    /** Writes the header at a position, in both copies. */
    void header(long position, int header) {
        int at = (int) position & (capacity - 1);
        INT.setRelease(data, at + capacity, header);
        INT.setRelease(data, at, header);
    }

    void put(long position, int offset, long value) {
        int at = (int) position & (capacity - 1);
        int second = at + 8 + offset;
        data.putLong(second, value);
        data.putLong(second < capacity ? second + capacity : second - capacity, value);
    }

    void commit(long position, int length) {
        header(position, length);
    }

    void discard(long position, int length) {
        header(position, length | DISCARD);
    }

    /** Reserves, fills with one number and commits. */
    boolean send(long value) {
        long at = reserve(8);
        if (at < 0) {
            return false;
        }
        put(at, 0, value);
        commit(at, 8);
        return true;
    }
}
