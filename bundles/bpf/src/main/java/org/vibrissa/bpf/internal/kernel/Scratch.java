package org.vibrissa.bpf.internal.kernel;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Native memory of one thread for one system call at a time: the attribute block, then room for a
 * key, a value or a name. The buffer's first 8 bytes hold its own address, so that the thread-local
 * refers to JDK classes only and pins no class loader.
 */
final class Scratch {
    /** Where the attributes of bpf(2) start. */
    static final int ATTR = 64;

    /** Room for attributes, all zero after {@link #begin}. */
    static final int ATTR_SIZE = 160;

    /** Where free room starts. */
    static final int ROOM = 256;

    private static final int LEAST = 8192;

    @SuppressWarnings("ThreadLocalUsage") // one Scratch per daemon, and no static state
    private final ThreadLocal<ByteBuffer> buffers = new ThreadLocal<>();

    /** The thread's buffer with zeroed attributes and at least {@code room} bytes of room. */
    ByteBuffer begin(int room) {
        ByteBuffer buffer = buffers.get();
        if (buffer == null || buffer.capacity() < ROOM + room) {
            buffer = allocate(Math.max(LEAST, Integer.highestOneBit(ROOM + room) << 1));
            buffers.set(buffer);
        }
        for (int i = ATTR; i < ATTR + ATTR_SIZE; i += 8) {
            buffer.putLong(i, 0);
        }
        return buffer;
    }

    /** The address of byte {@code at} of a scratch buffer. */
    static long address(ByteBuffer buffer, int at) {
        return buffer.getLong(0) + at;
    }

    /** A direct buffer whose first 8 bytes are its address. */
    static ByteBuffer allocate(int size) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
        return buffer.putLong(0, addressOf(buffer));
    }

    /** The address of a direct buffer. */
    static long addressOf(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    }
}
