package org.vibrissa.flow.made;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.vibrissa.flow.FlowLog;
import org.vibrissa.flow.internal.bpf.Event;
import org.vibrissa.flow.internal.log.FlowMemory;

/** The real log, with a test in the place of the reader. One thread writes. */
public final class MadeFlowLog {
    private final FlowMemory memory;
    private final ByteBuffer record =
            ByteBuffer.allocateDirect(Event.SIZE).order(ByteOrder.nativeOrder());

    /**
     * An empty log.
     *
     * @param capacity a power of two less one
     */
    public MadeFlowLog(int capacity) {
        this(capacity, 0);
    }

    /** An empty log of a daemon that is not the first. */
    public MadeFlowLog(int capacity, long firstSequence) {
        memory = new FlowMemory(capacity);
        memory.begin(firstSequence);
    }

    /** What readers get. */
    public FlowLog log() {
        return memory;
    }

    /** Writes events and tells who waits. */
    public MadeFlowLog write(MadeEvent... events) {
        for (MadeEvent event : events) {
            append(event.event(), event.timeNanos());
        }
        memory.flush();
        return this;
    }

    /** Writes one event again and again, a millisecond apart. */
    public MadeFlowLog write(MadeEvent event, int times) {
        for (int i = 0; i < times; i++) {
            append(event.event(), event.timeNanos() + TimeUnit.MILLISECONDS.toNanos(i));
        }
        memory.flush();
        return this;
    }

    private void append(Event event, long timeNanos) {
        Event.CODEC.write(event, record, 0);
        memory.append(record, 0, timeNanos);
    }

    /** Names of the cursors that are open. */
    public List<String> readers() {
        return memory.readers();
    }

    /** As when the bundle stops. */
    public void end() {
        memory.close();
    }
}
