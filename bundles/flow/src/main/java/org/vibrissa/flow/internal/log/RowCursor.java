package org.vibrissa.flow.internal.log;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.flow.FlowEvent;

/** A place in the rows, with a copy of the row it stands on. */
final class RowCursor implements FlowCursor {
    private final FlowMemory memory;
    private final FlowRows rows;
    private final String name;

    private final RowEvent event = new RowEvent();
    private final AtomicReference<Thread> waiting = new AtomicReference<>();
    private volatile boolean woken;
    private volatile boolean closed;

    /** What {@link #next} gives; what {@link #previous} gives is one less, or two once loaded. */
    private long next;

    private boolean loaded;
    private long lost;

    RowCursor(FlowMemory memory, FlowRows rows, String name, long next) {
        this.memory = memory;
        this.rows = rows;
        this.name = name;
        this.next = next;
    }

    String name() {
        return name;
    }

    @Override
    public boolean next() {
        while (next < rows.end()) {
            if (event.load(rows, next)) {
                next++;
                loaded = true;
                return true;
            }
            long oldest = rows.oldest();
            // Below the first there never was one: the log had not begun when this cursor was made.
            lost += Math.max(0, oldest - Math.max(next, rows.first()));
            next = Math.max(next, oldest);
        }
        return false;
    }

    @Override
    public boolean previous() {
        long wanted = loaded ? next - 2 : next - 1;
        if (wanted < rows.first() || !event.load(rows, wanted)) {
            return false;
        }
        next = wanted + 1;
        loaded = true;
        return true;
    }

    @Override
    public FlowEvent event() {
        return event;
    }

    @Override
    public long takeLost() {
        long taken = lost;
        lost = 0;
        return taken;
    }

    @Override
    public boolean await(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        waiting.set(Thread.currentThread());
        try {
            while (next >= rows.end() && !woken && !closed && !memory.ended()) {
                long left = deadline - System.nanoTime();
                if (left <= 0 || Thread.currentThread().isInterrupted()) {
                    break;
                }
                LockSupport.parkNanos(this, left);
            }
        } finally {
            waiting.set(null);
            woken = false;
        }
        return next < rows.end();
    }

    /** Lets a wait look again; the writer's way to say that there is something. */
    void stir() {
        Thread thread = waiting.get();
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void wake() {
        woken = true;
        stir();
    }

    @Override
    public boolean ended() {
        return memory.ended();
    }

    @Override
    public void close() {
        closed = true;
        memory.forget(this);
        stir();
    }
}
