package org.vibrissa.hubble.internal.stream;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Work of which one piece is done at a time, by whichever thread is free. Asked for while it runs,
 * it runs once more. Thread safe.
 */
public abstract class SerialTask {
    private final Executor executor;
    private final AtomicInteger asked = new AtomicInteger();

    protected SerialTask(Executor executor) {
        this.executor = executor;
    }

    /** Does a piece that does not take long. */
    protected abstract void work();

    /** Lets {@link #work} run soon. Cheap when it is going to anyway. */
    public final void schedule() {
        if (asked.getAndIncrement() == 0) {
            executor.execute(this::run);
        }
    }

    private void run() {
        int seen = asked.get();
        work();
        if (!asked.compareAndSet(seen, 0)) {
            // Behind others that wait: a busy client is no reason to keep them.
            asked.set(1);
            executor.execute(this::run);
        }
    }
}
