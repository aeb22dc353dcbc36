package org.vibrissa.bpf;

import java.nio.ByteBuffer;

/** Receives the records of a ring buffer, one by one, in the order of their reservation. */
@FunctionalInterface
public interface RecordConsumer {
    /**
     * One record. The bytes are the kernel's memory: valid during this call only, not to be kept,
     * read-only, in native order. Position and limit of the buffer mean nothing; use the static
     * accessors that bpf2java generates with {@code offset} as base. A record that wraps around the
     * end of the ring is contiguous here.
     *
     * @param data the whole ring
     * @param offset where the record starts
     * @param length its size in bytes, 0 or more
     */
    void accept(ByteBuffer data, int offset, int length);
}
