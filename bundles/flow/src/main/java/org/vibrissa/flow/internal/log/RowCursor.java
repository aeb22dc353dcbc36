package org.vibrissa.flow.internal.log;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.flow.FlowEvent;

/** A place in the rows, with a copy of the row it stands on. */
final class RowCursor implements FlowCursor {
    /** The place of one whose turn has not come; beyond all events. */
    private static final long WAITING = Long.MAX_VALUE;

    private final FlowMemory memory;
    private final FlowRows rows;
    private final String name;

    private final RowEvent event = new RowEvent();
    private final AtomicReference<Thread> waiting = new AtomicReference<>();
    private volatile boolean woken;
    private volatile boolean closed;

    /** What {@link #next} gives; what {@link #previous} gives is one less, or two once loaded. */
    private long next = WAITING;

    /** Where it begins; set once, by who lets it begin. */
    private volatile long start = WAITING;

    /** Where it began, or behind what is settled. */
    private volatile long settled = WAITING;

    private boolean loaded;
    private long lost;

    /** Gives nothing before {@link #begin}. */
    RowCursor(FlowMemory memory, FlowRows rows, String name) {
        this.memory = memory;
        this.rows = rows;
        this.name = name;
    }

    /** Its turn has come. */
    void begin(long place) {
        settled = place;
        start = place;
        stir();
    }

    /** Sequence of the event that who comes after this one begins with. */
    long settled() {
        return settled;
    }

    /** Sequence of the next event; beyond all while its turn has not come. */
    private long place() {
        if (next == WAITING) {
            next = start;
        }
        return next;
    }

    String name() {
        return name;
    }

    @Override
    public boolean next() {
        while (place() < rows.end()) {
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
        long wanted = loaded ? next - 2 : place() - 1;
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
    public void settle(long sequence) {
        settled = sequence + 1;
    }

    @Override
    public boolean await(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        waiting.set(Thread.currentThread());
        try {
            while (place() >= rows.end() && !woken && !closed && !memory.ended()) {
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
        return place() < rows.end();
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
        memory.leave(this);
        stir();
    }
}
