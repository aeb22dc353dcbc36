package org.vibrissa.control.internal.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.vibrissa.control.internal.server.MemoryBudget;

/** A request body while it arrives; its memory is taken from the budget of all clients. */
final class Body {
    /** Whether a part was taken. */
    enum Outcome {
        TAKEN,
        TOO_LARGE,
        NO_MEMORY
    }

    private final MemoryBudget budget;
    private final int limit;
    private byte[] bytes = new byte[0];
    private int used;
    private long taken;

    Body(MemoryBudget budget, int limit) {
        this.budget = budget;
        this.limit = limit;
    }

    Outcome add(ByteBuf part) {
        int length = part.readableBytes();
        if ((long) used + length > limit) {
            return Outcome.TOO_LARGE;
        }
        if (used + length > bytes.length) {
            int capacity = Math.min(limit, Math.max(used + length, bytes.length * 2));
            if (!budget.take(capacity - bytes.length)) {
                return Outcome.NO_MEMORY;
            }
            taken += capacity - bytes.length;
            bytes = Arrays.copyOf(bytes, capacity);
        }
        part.readBytes(bytes, used, length);
        used += length;
        return Outcome.TAKEN;
    }

    byte[] bytes() {
        return used == bytes.length ? bytes : Arrays.copyOf(bytes, used);
    }

    /** Returns the memory; the body is empty afterwards. */
    void release() {
        budget.give(taken);
        taken = 0;
        used = 0;
        bytes = new byte[0];
    }
}
