package org.vibrissa.flow.internal.log;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.flow.FlowLog;

/**
 * The log of one run of the bundle. {@link #append} and {@link #flush} are the writer's; all else
 * is anybody's.
 */
@Component(
        service = {FlowLog.class, FlowMemory.class},
        configurationPid = LogSettings.PID)
public final class FlowMemory implements FlowLog {
    private final FlowRows rows;
    private final FlowRate rate = new FlowRate(System.nanoTime());
    private final long since = System.nanoTime();
    private final ReaderPlaces places;

    /** Replaced as a whole: the writer walks it without an iterator. */
    private volatile RowCursor[] cursors = {};

    private volatile boolean ended;
    private long flushed;

    @Activate
    public FlowMemory(LogSettings settings) {
        this(roundedUp(settings.log_capacity()));
    }

    private static int roundedUp(int wanted) {
        return (Integer.highestOneBit(wanted) << 1) - 1;
    }

    /**
     * An empty log.
     *
     * @param capacity events that it holds at most: a power of two less one
     */
    public FlowMemory(int capacity) {
        this.rows = new FlowRows(capacity);
        this.places = new ReaderPlaces(rows::end);
    }

    /** Says the sequence of the next event, at the begin of a reader of the ring. */
    public void begin(long sequence) {
        rows.begin(sequence);
        flushed = sequence;
    }

    /** Sequence of the next event. */
    public long end() {
        return rows.end();
    }

    /** Writes one event, as the kernel laid it out, with its wall clock. */
    public void append(ByteBuffer from, int offset, long timeNanos) {
        rows.append(from, offset, timeNanos);
    }

    /** Tells who waits that there is something, and counts; once for many events. */
    public void flush() {
        long end = rows.end();
        rate.add(end - flushed, System.nanoTime());
        flushed = end;
        // What was written must be seen by a reader that is about to wait, or its wait by us.
        VarHandle.fullFence();
        stirAll();
    }

    private void stirAll() {
        for (RowCursor cursor : cursors) {
            cursor.stir();
        }
    }

    /** Nothing is written any more: cursors give what is there, and say so. */
    @Deactivate
    public void close() {
        ended = true;
        stirAll();
    }

    boolean ended() {
        return ended;
    }

    void leave(RowCursor cursor) {
        remove(cursor);
        places.leave(cursor);
    }

    private synchronized void remove(RowCursor cursor) {
        cursors = Arrays.stream(cursors).filter(c -> c != cursor).toArray(RowCursor[]::new);
    }

    private synchronized void add(RowCursor cursor) {
        RowCursor[] more = Arrays.copyOf(cursors, cursors.length + 1);
        more[cursors.length] = cursor;
        cursors = more;
    }

    private FlowCursor cursor(String name, long next) {
        RowCursor cursor = new RowCursor(this, rows, name);
        cursor.begin(next);
        add(cursor);
        return cursor;
    }

    @Override
    public FlowCursor fromOldest(String name) {
        return cursor(name, rows.oldest());
    }

    @Override
    public FlowCursor fromNewest(String name) {
        return cursor(name, rows.end());
    }

    /** Looks at each one: clocks jump, and CPUs are not told apart. */
    @Override
    public FlowCursor since(String name, Instant time) {
        long wanted = nanos(time);
        long end = rows.end();
        long at = rows.oldest();
        while (at < end && rows.timeNanos(at) < wanted) {
            at++;
        }
        return cursor(name, Math.max(at, rows.oldest()));
    }

    @Override
    public FlowCursor resume(String name) {
        RowCursor cursor = new RowCursor(this, rows, name);
        add(cursor);
        places.enter(cursor);
        return cursor;
    }

    @Override
    public void retain(String prefix, Set<String> names) {
        places.retain(prefix, names);
    }

    private static long nanos(Instant time) {
        try {
            return Math.addExact(
                    Math.multiplyExact(time.getEpochSecond(), TimeUnit.SECONDS.toNanos(1)),
                    time.getNano());
        } catch (ArithmeticException e) {
            return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    @Override
    public int capacity() {
        return rows.capacity();
    }

    @Override
    public int size() {
        long end = rows.end();
        return (int) Math.min(end - rows.first(), rows.capacity());
    }

    @Override
    public long written() {
        return rows.end() - rows.first();
    }

    /** Who reads it now, by name. */
    public List<String> readers() {
        return Arrays.stream(cursors).map(RowCursor::name).sorted().toList();
    }

    @Override
    public double rate() {
        return rate.perSecond(System.nanoTime());
    }

    @Override
    public Duration uptime() {
        return Duration.ofNanos(System.nanoTime() - since);
    }
}
