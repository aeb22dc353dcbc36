package org.vibrissa.hubble.internal.export;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.flow.FlowAccount;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.flow.FlowLog;
import org.vibrissa.hubble.internal.expression.ExpressionsGone;

/**
 * One exporter with a thread of its own, for as long as its name is in the configuration. While its
 * file cannot be written events wait in the log; those that are overwritten there are counted.
 */
final class Exporter implements AutoCloseable, FlowAccount {
    private static final Logger LOG = LoggerFactory.getLogger(Exporter.class);
    private static final int BATCH_BYTES = 64 << 10;

    /** Begin of the name of each exporter's cursor. */
    private static final String CURSOR = "export:";

    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final long AGAIN_MS = 500;
    private static final long REST_NANOS = 2_000_000_000L;
    private static final long END_MS = 5000;

    private final ExportSource source;
    private final Clock clock;
    private final ExportBooks books = new ExportBooks();
    private final FlowCursor cursor;
    private final ExportBatch batch;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile ExportSpec spec;
    private String told = "";

    /**
     * Starts with the events that come from now on, or goes on where the last one of its name
     * stood.
     */
    Exporter(ExportSpec spec, ExportSource source, Clock clock) {
        this.spec = spec;
        this.source = source;
        this.clock = clock;
        cursor = source.log().resume(CURSOR + spec.name());
        batch = new ExportBatch(cursor, books);
        thread = new Thread(this::run, "hubble-export-" + spec.name());
        thread.setDaemon(true);
        thread.start();
    }

    /** Only exporters of these names may come again to go on where they were. */
    static void retain(FlowLog log, Collection<String> names) {
        log.retain(
                CURSOR,
                names.stream().map(name -> CURSOR + name).collect(Collectors.toUnmodifiableSet()));
    }

    ExportSpec spec() {
        return spec;
    }

    @Override
    public String name() {
        return "json:" + spec.file();
    }

    @Override
    public Reading read() {
        return books.read();
    }

    /** Why nothing can be written; empty when it can. */
    String problem() {
        return books.problem();
    }

    /** Whether its time is over. */
    boolean ended() {
        return spec.endedAt(clock.instant());
    }

    /** Writes otherwise from the next event on; lines that it holds go into the new file. */
    void use(ExportSpec next) {
        spec = next;
        cursor.wake();
    }

    /**
     * Writes what it holds and ends. What is not in the file then, for it cannot be written, is
     * left to the exporter of this name that comes next.
     */
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
            } catch (ExpressionsGone e) {
                // Until its bundle is there again, events wait in the log.
                books.failed(e.getMessage());
                tell(current, e.getMessage());
                over = paused();
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
        ExportLines lines = new ExportLines(current, source, cursor, books, batch);
        books.failed("");
        tell(current, "");
        while (goesOn(current)) {
            take(lines, current);
            if (batch.isEmpty()) {
                cursor.await(IDLE);
            } else {
                write(file, current);
            }
        }
        boolean over = stop.getCount() == 0 || cursor.ended();
        if (over) {
            writeRest(lines, file, current);
        }
        return over;
    }

    private void take(ExportLines lines, ExportSpec current) {
        if (current.endedAt(clock.instant())) {
            lines.leaveOut();
        } else {
            lines.fill(BATCH_BYTES);
        }
    }

    /** What happened before the exporter was taken away, unless that takes too long. */
    private void writeRest(ExportLines lines, RotatingFile file, ExportSpec current) {
        long deadline = System.nanoTime() + REST_NANOS;
        try {
            take(lines, current);
            while (!batch.isEmpty() && System.nanoTime() < deadline) {
                file.write(batch.bytes());
                batch.written();
                take(lines, current);
            }
        } catch (IOException e) {
            LOG.warn("exporter {} leaves flows unwritten: {}", current.name(), reason(e));
        }
    }

    /** Again and again until it succeeds: what it holds is not lost by a full disk. */
    private void write(RotatingFile file, ExportSpec current) throws InterruptedException {
        while (true) {
            try {
                file.write(batch.bytes());
                batch.written();
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
