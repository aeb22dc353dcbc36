package org.vibrissa.flow.internal.reader;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.vibrissa.bpf.RingReader;
import org.vibrissa.flow.internal.kernel.FlowMaps;
import org.vibrissa.flow.internal.log.FlowMemory;

/** Takes what waits in the ring into a log, on the calling thread, and says what that cost. */
public final class IntakeLoad {
    private static final int BATCH = 4096;

    private final FlowMaps maps;
    private final FlowMemory log;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Over the maps of a bundle whose own reader does not run. */
    public IntakeLoad(FlowMaps maps, int capacity) {
        this.maps = maps;
        this.log = new FlowMemory(capacity);
    }

    /**
     * One drain of the ring.
     *
     * @param nanos on the wall
     * @param cpuNanos of the thread
     * @param allocated bytes on the heap
     */
    public record Cost(long events, long nanos, long cpuNanos, long allocated) {}

    /** Drains the ring, as the reader does. */
    public Cost drain() {
        ReaderNotes notes = new ReaderNotes(maps.notes());
        try (RingReader ring = maps.openRing()) {
            ReaderNotes.Totals before = notes.at(ring.released());
            EventIntake intake = new EventIntake(log, new WallClock(), before);
            long already = log.end();
            ring.beforeRelease(
                    at ->
                            notes.write(
                                    at,
                                    before.delivered() + log.end() - already,
                                    intake.unknown(),
                                    intake.malformed()));
            return measured(ring, intake);
        }
    }

    private Cost measured(RingReader ring, EventIntake intake) {
        long events = log.end();
        long ofMeasuring = -allocated();
        threads.getCurrentThreadCpuTime();
        ofMeasuring += allocated();
        long allocated = allocated();
        long cpu = -threads.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        while (ring.drain(intake, BATCH) > 0) {
            log.flush();
        }
        long nanos = System.nanoTime() - start;
        cpu += threads.getCurrentThreadCpuTime();
        allocated = allocated() - allocated - ofMeasuring;
        return new Cost(log.end() - events, nanos, cpu, allocated);
    }

    private long allocated() {
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
