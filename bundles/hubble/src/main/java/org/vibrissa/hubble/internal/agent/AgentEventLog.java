package org.vibrissa.hubble.internal.agent;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.vibrissa.hubble.proto.flow.AgentEvent;

/** The last events of the agent. Thread safe. */
public final class AgentEventLog {
    /** Power of two. */
    private static final int KEPT = 1024;

    private final Clock clock;
    private final Entry[] entries = new Entry[KEPT];
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private long end;

    public AgentEventLog(Clock clock) {
        this.clock = clock;
    }

    /** An event with its time. */
    record Entry(Timestamp time, AgentEvent event) {}

    /** Notes an event of now. */
    public void add(AgentEvent event) {
        add(event, clock.instant());
    }

    void add(AgentEvent event, Instant when) {
        Timestamp time = Timestamps.fromMillis(when.toEpochMilli());
        synchronized (this) {
            entries[(int) (end & (KEPT - 1))] = new Entry(time, event);
            end++;
        }
        listeners.forEach(Runnable::run);
    }

    /** Sequence of the next event. */
    synchronized long end() {
        return end;
    }

    /** Sequence of the oldest that is there. */
    synchronized long oldest() {
        return Math.max(0, end - KEPT);
    }

    /** Events from this sequence on, or from the oldest that is there. */
    synchronized List<Entry> from(long sequence) {
        List<Entry> found = new ArrayList<>();
        for (long i = Math.max(sequence, oldest()); i < end; i++) {
            found.add(entries[(int) (i & (KEPT - 1))]);
        }
        return found;
    }

    void listen(Runnable listener) {
        listeners.add(listener);
    }

    void forget(Runnable listener) {
        listeners.remove(listener);
    }
}
