package org.vibrissa.state.internal.file;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;

/**
 * The store's files. Generation N is {@code snapshot-N} and the log {@code wal-N} of what was
 * committed after it; snapshot N+1 is written when the log has grown. The log of a generation is
 * made durable before its snapshot, so the highest snapshot names the generation in force. The
 * generation before it is kept. Not safe for use by several threads.
 */
public final class Generations implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Generations.class);

    private final Disk disk;
    private final Payload payloads;
    private final SnapshotFile snapshots;
    private final long compactAt;
    private long generation;
    private long snapshotBytes;
    private long retryAt;
    private LogFile log;

    /**
     * Files in a folder, not read yet.
     *
     * @param compactAt smallest log, in bytes, that makes a new snapshot worthwhile
     */
    public Generations(Disk disk, Instant now, long compactAt) {
        this.disk = disk;
        this.payloads = new Payload(now);
        this.snapshots = new SnapshotFile(disk, payloads);
        this.compactAt = compactAt;
    }

    public long generation() {
        return generation;
    }

    public long logBytes() {
        return log == null ? 0 : log.size();
    }

    /**
     * Reads everything and opens the log for appends; the first time, makes generation 1.
     *
     * @throws CorruptFile when a file is not what was written; nothing was changed
     */
    public Content open() throws IOException {
        NavigableSet<Long> have = numbers(SnapshotFile.name(0));
        NavigableSet<Long> logs = numbers(LogFile.name(0));
        long newest = have.isEmpty() ? 0 : have.last();
        refuseOrphans(logs.tailSet(newest, false));
        if (newest == 0) {
            begin(1, Content.empty());
            return Content.empty();
        }
        Content base = snapshots.read(newest);
        if (!logs.contains(newest)) {
            throw new CorruptFile(disk.path(LogFile.name(newest)), 0, "the file is missing");
        }
        byte[] file = disk.read(LogFile.name(newest));
        LogScan scan = scan(newest, file, base.revision());
        if (scan.corruption() != null) {
            throw scan.corruption();
        }
        if (scan.torn() > 0) {
            LOG.warn(
                    "cut {} bytes of an unfinished write at offset {} of {}",
                    scan.torn(),
                    scan.end(),
                    disk.path(LogFile.name(newest)));
        }
        removeLeftovers(newest, logs);
        log = LogFile.open(disk, newest, scan);
        generation = newest;
        snapshotBytes = 0;
        return replay(base, scan.commits());
    }

    /**
     * Appends a commit; durable on return.
     *
     * @throws BrokenLog when no further append can work
     * @throws IOException when it is not durable; the files are as before
     */
    public void append(Commit commit) throws IOException {
        log.append(payloads.commit(commit));
    }

    /**
     * Starts a new generation when the log has outgrown the snapshot. That it failed harms nothing:
     * it is said in the log and tried again after more has been written.
     *
     * @throws BrokenLog when the attempt could not be taken back
     */
    public void compact(Supplier<Content> content) throws BrokenLog {
        long limit = Math.max(Math.max(compactAt, 2 * snapshotBytes), retryAt);
        if (log.size() < limit) {
            return;
        }
        try {
            long before = generation;
            LogFile old = log;
            begin(before + 1, content.get());
            old.close();
            retryAt = 0;
            removeBelow(before);
        } catch (BrokenLog e) {
            throw e;
        } catch (IOException e) {
            retryAt = log.size() + compactAt;
            LOG.warn("could not write snapshot {} of the store: {}", generation + 1, e.toString());
        }
    }

    /** Makes a content the newest generation, after recovery, and sets all other files aside. */
    void restart(Content content) throws IOException {
        NavigableSet<Long> all = numbers(SnapshotFile.name(0));
        all.addAll(numbers(LogFile.name(0)));
        List<String> old = storeFiles();
        begin(all.isEmpty() ? 1 : all.last() + 1, content);
        for (String name : old) {
            disk.setAside(name);
        }
        disk.syncFolder();
    }

    SnapshotFile snapshots() {
        return snapshots;
    }

    NavigableSet<Long> snapshotNumbers() throws IOException {
        return numbers(SnapshotFile.name(0));
    }

    LogScan scan(long number, byte[] file, long revision) throws IOException {
        return LogScan.of(disk.path(LogFile.name(number)), file, number, revision, payloads);
    }

    byte[] logBytes(long number) throws IOException {
        return disk.read(LogFile.name(number));
    }

    boolean hasLog(long number) throws IOException {
        return numbers(LogFile.name(0)).contains(number);
    }

    static Content replay(Content base, List<Commit> commits) {
        NavigableMap<ResourceKey, Resource> resources = new TreeMap<>(base.resources());
        for (Commit commit : commits) {
            commit.deletes().forEach(resources::remove);
            commit.puts().forEach(resource -> resources.put(resource.key(), resource));
        }
        return new Content(base.revision() + commits.size(), resources);
    }

    private void begin(long number, Content content) throws IOException {
        LogFile next = null;
        try {
            LogFile.create(disk, number);
            disk.syncFolder();
            byte[] header = Frame.header(Frame.LOG, number);
            next = LogFile.open(disk, number, scan(number, header, content.revision()));
            snapshotBytes = snapshots.write(number, content);
            disk.syncFolder();
        } catch (IOException e) {
            if (next != null) {
                next.close();
            }
            abandon(number, e);
            throw e;
        }
        log = next;
        generation = number;
    }

    /** Takes back a generation that could not be begun: its snapshot first. */
    private void abandon(long number, IOException cause) throws IOException {
        try {
            List<String> names = disk.list();
            for (String name : List.of(SnapshotFile.name(number), LogFile.name(number))) {
                for (String file : List.of(name, name + AtomicFile.TEMPORARY)) {
                    if (names.contains(file)) {
                        disk.delete(file);
                    }
                }
                disk.syncFolder();
            }
        } catch (IOException e) {
            e.addSuppressed(cause);
            throw new BrokenLog(e);
        }
    }

    /** A log newer than every snapshot is what a crash left behind, unless it has commits. */
    private void refuseOrphans(Iterable<Long> numbers) throws IOException {
        for (long number : numbers) {
            byte[] file = disk.read(LogFile.name(number));
            if (file.length > Frame.HEADER) {
                throw new CorruptFile(
                        disk.path(SnapshotFile.name(number)),
                        0,
                        "the file is missing, and the log of its generation is not empty");
            }
        }
    }

    private void removeLeftovers(long newest, NavigableSet<Long> logs) throws IOException {
        for (String name : disk.list()) {
            if (name.endsWith(AtomicFile.TEMPORARY)) {
                disk.delete(name);
            }
        }
        for (long number : logs.tailSet(newest, false)) {
            disk.delete(LogFile.name(number));
        }
        removeBelow(newest - 1);
        disk.syncFolder();
    }

    private void removeBelow(long kept) throws IOException {
        for (String name : storeFiles()) {
            long number = Long.parseLong(name.substring(name.indexOf('-') + 1));
            if (number < kept) {
                disk.delete(name);
            }
        }
    }

    private List<String> storeFiles() throws IOException {
        List<String> files = new ArrayList<>();
        numbers(SnapshotFile.name(0)).forEach(n -> files.add(SnapshotFile.name(n)));
        numbers(LogFile.name(0)).forEach(n -> files.add(LogFile.name(n)));
        return files;
    }

    private NavigableSet<Long> numbers(String zeroth) throws IOException {
        String prefix = zeroth.substring(0, zeroth.length() - 1);
        NavigableSet<Long> numbers = new TreeSet<>();
        for (String name : disk.list()) {
            if (name.startsWith(prefix)
                    && name.substring(prefix.length()).matches("[1-9][0-9]{0,17}")) {
                numbers.add(Long.parseLong(name.substring(prefix.length())));
            }
        }
        return numbers;
    }

    @Override
    public void close() throws IOException {
        if (log != null) {
            log.close();
        }
    }
}
