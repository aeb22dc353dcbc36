package org.vibrissa.state.internal.file;

import java.io.Closeable;
import java.io.IOException;

/** {@code wal-<generation>}, open for appends. Not safe for use by several threads. */
final class LogFile implements Closeable {
    private static final String PREFIX = "wal-";

    private final Disk.Handle handle;
    private final long generation;
    private long end;
    private IOException broken;

    private LogFile(Disk.Handle handle, long generation, long end) {
        this.handle = handle;
        this.generation = generation;
        this.end = end;
    }

    static String name(long generation) {
        return PREFIX + generation;
    }

    /** A log without commits, durably; the caller syncs the folder. */
    static void create(Disk disk, long generation) throws IOException {
        AtomicFile.write(disk, name(generation), Frame.header(Frame.LOG, generation));
    }

    /**
     * Opens a scanned log: cuts a torn tail and marks the last commit, so that the next append
     * finds nothing unfinished before it.
     */
    static LogFile open(Disk disk, long generation, LogScan scan) throws IOException {
        Disk.Handle handle = disk.open(name(generation));
        try {
            if (scan.torn() > 0) {
                handle.truncate(scan.end());
            }
            handle.sync();
            if (!scan.marked()) {
                long mark = (long) scan.end() - Frame.MARK;
                handle.write(mark, Frame.mark(generation, mark));
                handle.sync();
            }
            return new LogFile(handle, generation, scan.end());
        } catch (IOException e) {
            handle.close();
            throw e;
        }
    }

    long size() {
        return end;
    }

    /**
     * Appends one record; durable on return.
     *
     * @throws IOException when it is not; the file is as before
     * @throws BrokenLog when the file could not even be brought back to what it was
     */
    void append(byte[] payload) throws IOException {
        if (broken != null) {
            throw new BrokenLog(broken);
        }
        byte[] record = Frame.record(payload, Frame.MARK);
        try {
            handle.write(end, record);
            handle.sync();
        } catch (IOException e) {
            undo(e);
            throw e;
        }
        long mark = end + record.length - Frame.MARK;
        end += record.length;
        mark(mark);
    }

    /** The record is durable whatever becomes of its mark, but nothing may follow a missing one. */
    private void mark(long position) {
        try {
            handle.write(position, Frame.mark(generation, position));
        } catch (IOException e) {
            broken = e;
        }
    }

    private void undo(IOException cause) throws BrokenLog {
        try {
            handle.truncate(end);
            handle.sync();
        } catch (IOException e) {
            e.addSuppressed(cause);
            broken = e;
            throw new BrokenLog(e);
        }
    }

    /** Makes the last mark durable and closes. */
    @Override
    public void close() throws IOException {
        try (handle) {
            handle.sync();
        }
    }
}
