package org.vibrissa.bpf.internal.kernel;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file descriptor that is closed once, and only when no call uses it: a number the kernel has
 * given to another file is never touched. Bracket each use with {@link #acquire} and {@link
 * #release}.
 */
public final class Fd implements AutoCloseable {
    private static final int CLOSED = Integer.MIN_VALUE;

    private final int number;
    private final String what;
    private final AtomicInteger uses = new AtomicInteger();

    /**
     * Takes over an open descriptor.
     *
     * @param what what it refers to, for errors
     */
    public Fd(int number, String what) {
        this.number = number;
        this.what = what;
    }

    /**
     * The number, safe to use until {@link #release}.
     *
     * @throws IllegalStateException when it is closed
     */
    public int acquire() {
        if (uses.incrementAndGet() < 0) {
            release();
            throw new IllegalStateException(what + " is closed");
        }
        return number;
    }

    /** Ends one use. */
    public void release() {
        if (uses.decrementAndGet() == CLOSED) {
            closeNumber();
        }
    }

    /** Whether {@link #close} was called. */
    public boolean closed() {
        return uses.get() < 0;
    }

    @Override
    public void close() {
        int now;
        do {
            now = uses.get();
            if (now < 0) {
                return;
            }
        } while (!uses.compareAndSet(now, now + CLOSED));
        if (now == 0) {
            closeNumber();
        }
    }

    private void closeNumber() {
        // A late acquire may pass through CLOSED again; only the first one closes.
        if (uses.compareAndSet(CLOSED, CLOSED + (1 << 24))) {
            LibC.close(number);
        }
    }
}
