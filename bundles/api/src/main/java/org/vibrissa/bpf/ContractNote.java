package org.vibrissa.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One constant of the object's section {@code .vib.contract}: what a stage declares of itself.
 *
 * @param symbol its name in C
 * @param bytes its bytes
 */
public record ContractNote(String symbol, ByteBuffer bytes) {
    public ContractNote {
        bytes = bytes.asReadOnlyBuffer();
    }

    /** The bytes from index 0 in native order, ready for a {@link Codec}. */
    @Override
    public ByteBuffer bytes() {
        return bytes.slice().order(ByteOrder.nativeOrder());
    }
}
