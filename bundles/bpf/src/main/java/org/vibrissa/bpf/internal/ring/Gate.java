package org.vibrissa.bpf.internal.ring;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps memory mapped while someone uses it: closing runs the last action when the last user has
 * left, and nobody gets in afterwards.
 */
final class Gate {
    private static final int CLOSED = Integer.MIN_VALUE;

    private final AtomicInteger users = new AtomicInteger();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Runnable last;

    /**
     * An open gate.
     *
     * @param last runs once, after close, when nobody is inside
     */
    Gate(Runnable last) {
        this.last = last;
    }

    /** False when it is closed; else leave must follow. */
    boolean enter() {
        int now;
        do {
            now = users.get();
            if (now < 0) {
                return false;
            }
        } while (!users.compareAndSet(now, now + 1));
        return true;
    }

    void leave() {
        if (users.decrementAndGet() == CLOSED) {
            finish();
        }
    }

    /** Lets nobody in any more. */
    void close() {
        int now;
        do {
            now = users.get();
            if (now < 0) {
                return;
            }
        } while (!users.compareAndSet(now, now + CLOSED));
        if (now == 0) {
            finish();
        }
    }

    private void finish() {
        try {
            last.run();
        } finally {
            done.countDown();
        }
    }

    /** Waits until the last action has run; keeps the thread's interrupt for later. */
    void awaitEnd() {
        boolean interrupted = false;
        while (true) {
            try {
                done.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
