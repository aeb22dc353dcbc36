package org.vibrissa.bpf.internal.ring;

import com.sun.jna.Pointer;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The pages of an array map. */
public final class MappedArray {
    private static final Cleaner UNMAPPING = Cleaner.create();

    private MappedArray() {}

    /**
     * Maps an array; unmapped when the buffer and its views are gone.
     *
     * @param fd the map
     * @param length bytes of all values
     * @param what the map, for errors
     */
    public static ByteBuffer map(int fd, int length, String what) {
        int page = RingSyscalls.pageSize();
        long whole = (length + page - 1L) / page * page;
        long at =
                RingSyscalls.mmap(
                        0,
                        whole,
                        RingSyscalls.PROT_READ | RingSyscalls.PROT_WRITE,
                        RingSyscalls.MAP_SHARED,
                        fd,
                        0);
        if (at == -1) {
            throw RingSyscalls.failed("map " + whole + " bytes of " + what);
        }
        ByteBuffer memory = new Pointer(at).getByteBuffer(0, length);
        UNMAPPING.register(memory, () -> RingSyscalls.munmap(at, whole));
        return memory.order(ByteOrder.nativeOrder());
    }
}
