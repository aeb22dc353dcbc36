package org.vibrissa.flow.internal.reader;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.bpf.RingReader;
import org.vibrissa.flow.internal.bpf.Event;
import org.vibrissa.flow.internal.kernel.FlowMaps;
import org.vibrissa.flow.internal.log.FlowMemory;

/**
 * The thread that brings events from the ring to the log. In a version swap it waits until the
 * reader of the other version has left.
 */
@Component(service = FlowReader.class, immediate = true)
public final class FlowReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FlowReader.class);

    /** Bytes that an event takes in the ring: a header of 8 bytes, and whole words. */
    public static final int RECORD = 8 + (Event.SIZE + 7 & ~7);

    private static final int BATCH = 4096;
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(4);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(80);
    private static final long RETRY = TimeUnit.MILLISECONDS.toNanos(5);
    private static final Duration RETRY_FOR = Duration.ofMinutes(5);

    private final FlowMaps maps;
    private final FlowMemory log;
    private final ReaderNotes notes;
    private final Thread thread;
    private volatile RingReader ring;
    private volatile EventIntake intake;
    private volatile long rests;
    private volatile boolean resting;
    private volatile boolean stopped;

    @Activate
    public FlowReader(@Reference FlowMaps maps, @Reference FlowMemory log) {
        this.maps = maps;
        this.log = log;
        this.notes = new ReaderNotes(maps.notes());
        this.thread = new Thread(this::run, "flow-reader");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * How far reading got. The first four are totals of all readers.
     *
     * @param delivered events put into the log
     * @param pending bytes that wait in the ring, {@link #UNREAD} while nobody here reads it
     * @param rest number of the reader's rest in which these figures were taken: they are of one
     *     moment then; {@link #BUSY} when it was at work
     */
    public record Progress(long delivered, long unknown, long malformed, long pending, long rest) {
        static final long UNREAD = -1;
        static final long BUSY = -1;

        /** Whether this bundle reads the ring: another version of it may still do so. */
        public boolean reads() {
            return pending != UNREAD;
        }

        /** Whether nothing was read between this and an earlier reading. */
        public boolean settledSince(Progress earlier) {
            return rest != BUSY && rest == earlier.rest;
        }
    }

    /** Any thread. */
    public Progress progress() {
        RingReader open = ring;
        EventIntake taking = intake;
        if (open == null || taking == null) {
            ReaderNotes.Totals totals = notes.now();
            return new Progress(
                    totals.delivered(),
                    totals.unknown(),
                    totals.malformed(),
                    Progress.UNREAD,
                    Progress.BUSY);
        }
        return new Progress(
                log.end(),
                taking.unknown(),
                taking.malformed(),
                open.counters().pending(),
                resting ? rests : Progress.BUSY);
    }

    private void run() {
        try {
            Optional<RingReader> open = open();
            if (open.isPresent()) {
                try (RingReader reader = open.get()) {
                    read(reader, begin(reader));
                } finally {
                    ring = null;
                }
            }
        } catch (RuntimeException e) {
            LOG.error("flow events are read no more; the kernel counts those to come as lost", e);
        } finally {
            log.flush();
        }
    }

    /** The ring, once no other version reads it; empty when stopped before. */
    private Optional<RingReader> open() {
        long deadline = System.nanoTime() + RETRY_FOR.toNanos();
        while (!stopped) {
            try {
                return Optional.of(maps.openRing());
            } catch (IllegalStateException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
                LockSupport.parkNanos(RETRY);
            }
        }
        return Optional.empty();
    }

    private WallClock begin(RingReader reader) {
        ReaderNotes.Totals before = notes.at(reader.released());
        if (!before.certain()) {
            LOG.warn(
                    "somebody else has read from the ring of flow events: the ledger will not"
                            + " balance");
        }
        log.begin(before.delivered());
        WallClock clock = new WallClock();
        EventIntake taking = new EventIntake(log, clock, before);
        reader.beforeRelease(
                position -> notes.write(position, log.end(), taking.unknown(), taking.malformed()));
        intake = taking;
        ring = reader;
        return clock;
    }

    private void read(RingReader reader, WallClock clock) {
        Duration wait = SHORTEST_WAIT;
        boolean data = true;
        while (!stopped) {
            if (data) {
                clock.look();
            }
            if (data && reader.drain(intake, BATCH) > 0) {
                log.flush();
                wait = SHORTEST_WAIT;
            } else {
                data = rest(reader, wait);
                wait = longer(wait);
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private boolean rest(RingReader reader, Duration wait) {
        rests++;
        resting = true;
        try {
            return reader.await(wait);
        } finally {
            resting = false;
        }
    }

    private static Duration longer(Duration wait) {
        Duration twice = wait.multipliedBy(2);
        return twice.compareTo(LONGEST_WAIT) < 0 ? twice : LONGEST_WAIT;
    }

    /** Ends the thread; the ring is free for another reader then. */
    @Override
    @Deactivate
    public void close() {
        stopped = true;
        RingReader open = ring;
        if (open != null) {
            open.wake();
        }
        LockSupport.unpark(thread);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
