package org.vibrissa.hubble.internal.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.flow.FlowCursor;

/**
 * One exporter with a thread of its own, for as long as its name is in the configuration. While its
 * file cannot be written events wait in the log; those that are overwritten there are counted.
 */
final class Exporter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Exporter.class);
    private static final int BATCH_BYTES = 64 << 10;
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final long AGAIN_MS = 500;
    private static final long REST_NANOS = 2_000_000_000L;
    private static final long END_MS = 5000;

    private final ExportSource source;
    private final Clock clock;
    private final ExportBooks books = new ExportBooks();
    private final FlowCursor cursor;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile ExportSpec spec;
    private String told = "";

    /** Starts with the events that come from now on. */
    Exporter(ExportSpec spec, ExportSource source, Clock clock) {
        this.spec = spec;
        this.source = source;
        this.clock = clock;
        cursor = source.log().fromNewest("export:" + spec.name());
        thread = new Thread(this::run, "hubble-export-" + spec.name());
        thread.setDaemon(true);
        thread.start();
    }

    ExportSpec spec() {
        return spec;
    }

    ExportBooks books() {
        return books;
    }

    /** Whether its time is over. */
    boolean ended() {
        return spec.endedAt(clock.instant());
    }

    /** Writes otherwise from the next event on; none is left out. */
    void use(ExportSpec next) {
        spec = next;
        cursor.wake();
    }

    /** Writes what it holds and ends; gives up on a file that cannot be written. */
    @Override
    public void close() {
        stop.countDown();
        cursor.wake();
        try {
            thread.join(END_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cursor.close();
    }

    private boolean goesOn(ExportSpec current) {
        return stop.getCount() > 0 && !cursor.ended() && current.equals(spec);
    }

    private void run() {
        boolean over = false;
        // Even one that is taken away before its thread runs writes what it was there for.
        while (!over) {
            ExportSpec current = spec;
            try (RotatingFile file = new RotatingFile(current.file(), current.rotation(), clock)) {
                over = export(current, file);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | LinkageError e) {
                // A bundle that goes or does not fit must not end the exporter without a word.
                LOG.error("exporter {} failed", current.name(), e);
                books.failed("internal error: " + e);
                over = paused();
            }
        }
    }

    /** Until the exporter is to write otherwise, or, which it then tells, is over. */
    private boolean export(ExportSpec current, RotatingFile file) throws InterruptedException {
        ExportLines lines = new ExportLines(current, source, cursor, books);
        while (goesOn(current)) {
            if (current.endedAt(clock.instant())) {
                lines.leaveOut();
                cursor.await(IDLE);
                continue;
            }
            if (lines.fill(BATCH_BYTES)) {
                write(lines, file, current);
            } else {
                cursor.await(IDLE);
            }
        }
        boolean over = stop.getCount() == 0;
        if (over) {
            writeRest(lines, file);
        }
        lines.giveUp();
        return over || cursor.ended();
    }

    /** What happened before the exporter was taken away, unless that takes too long. */
    private void writeRest(ExportLines lines, RotatingFile file) {
        long deadline = System.nanoTime() + REST_NANOS;
        try {
            while (lines.fill(BATCH_BYTES) && System.nanoTime() < deadline) {
                file.write(lines.bytes());
                lines.written();
            }
        } catch (IOException e) {
            LOG.warn("exporter {} leaves flows unwritten: {}", spec.name(), e.getMessage());
        }
    }

    /** Again and again until it succeeds: what it holds is not lost by a full disk. */
    private void write(ExportLines lines, RotatingFile file, ExportSpec current)
            throws InterruptedException {
        while (true) {
            try {
                ByteBuffer bytes = lines.bytes();
                file.write(bytes);
                lines.written();
                tell(current, "");
                return;
            } catch (IOException e) {
                String why = reason(e);
                books.failed(why);
                tell(current, why);
                if (stop.await(AGAIN_MS, TimeUnit.MILLISECONDS) || !current.equals(spec)) {
                    return;
                }
            }
        }
    }

    /** Java names the file alone where the reason is in the exception's type. */
    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "its folder does not exist";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /** A line for each change, not for each try. */
    private void tell(ExportSpec current, String problem) {
        if (problem.equals(told)) {
            return;
        }
        told = problem;
        if (problem.isEmpty()) {
            LOG.info("exporter {} writes {} again", current.name(), current.file());
        } else {
            LOG.warn("exporter {} cannot write {}: {}", current.name(), current.file(), problem);
        }
    }

    /** After a failure; whether it is over. */
    private boolean paused() {
        try {
            return stop.await(AGAIN_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
