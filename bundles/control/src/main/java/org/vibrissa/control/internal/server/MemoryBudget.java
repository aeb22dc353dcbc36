package org.vibrissa.control.internal.server;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that all clients together may make the daemon hold. */
public final class MemoryBudget {
    private final AtomicLong free;

    public MemoryBudget(long bytes) {
        free = new AtomicLong(bytes);
    }

    /** Takes bytes, or takes none and says false. */
    public boolean take(long bytes) {
        long before;
        do {
            before = free.get();
            if (before < bytes) {
                return false;
            }
        } while (!free.compareAndSet(before, before - bytes));
        return true;
    }

    public void give(long bytes) {
        free.addAndGet(bytes);
    }

    /** What is left. */
    public long free() {
        return free.get();
    }
}
