package org.vibrissa.bpf.internal.ring;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.vibrissa.bpf.BpfException;

/**
 * The pages of a ring buffer: one for the consumer's position, which we write; one for the
 * producer's, and the data twice in a row, which we only read (kernel/bpf/ringbuf.c).
 *
 * @param consumer 8 bytes: the position up to which was read
 * @param producer 8 bytes: the position up to which was reserved
 * @param data the data, twice
 * @param capacity size of the data once, a power of two
 * @param unmap gives the pages back; no buffer may be touched afterwards
 */
record RingMemory(
        ByteBuffer consumer, ByteBuffer producer, ByteBuffer data, int capacity, Runnable unmap) {
    private static final int LARGEST = 1 << 29;

    /**
     * Maps a ring.
     *
     * @param fd the map
     * @param capacity its max_entries
     * @param what the map, for errors
     */
    static RingMemory map(int fd, int capacity, String what) {
        if (capacity <= 0 || capacity > LARGEST || Integer.bitCount(capacity) != 1) {
            throw new BpfException(
                    what + " has " + capacity + " bytes; rings of up to 512 MiB can be read");
        }
        int page = RingSyscalls.pageSize();
        long write = map(fd, page, RingSyscalls.PROT_READ | RingSyscalls.PROT_WRITE, 0, what);
        long length = page + 2L * capacity;
        long read;
        try {
            read = map(fd, length, RingSyscalls.PROT_READ, page, what);
        } catch (BpfException e) {
            RingSyscalls.munmap(write, page);
            throw e;
        }
        Runnable unmap =
                () -> {
                    RingSyscalls.munmap(write, page);
                    RingSyscalls.munmap(read, length);
                };
        return new RingMemory(
                buffer(write, 8),
                readOnly(buffer(read, 8)),
                readOnly(buffer(read + page, 2L * capacity)),
                capacity,
                unmap);
    }

    private static long map(int fd, long length, int protection, int offset, String what) {
        long at = RingSyscalls.mmap(0, length, protection, RingSyscalls.MAP_SHARED, fd, offset);
        if (at == -1) {
            throw RingSyscalls.failed("map " + length + " bytes of " + what);
        }
        return at;
    }

    private static ByteBuffer buffer(long address, long length) {
        return new Pointer(address).getByteBuffer(0, length).order(ByteOrder.nativeOrder());
    }

    private static ByteBuffer readOnly(ByteBuffer buffer) {
        return buffer.asReadOnlyBuffer().order(ByteOrder.nativeOrder());
    }
}
