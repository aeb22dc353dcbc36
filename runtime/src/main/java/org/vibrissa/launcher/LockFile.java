package org.vibrissa.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file with the process id of who holds it locked; it goes with its release. The kernel drops the
 * lock with the process, so a file left behind by a killed one means nothing.
 */
final class LockFile implements AutoCloseable {
    private final FileChannel channel;
    private final Path file;

    private LockFile(FileChannel channel, Path file) {
        this.channel = channel;
        this.file = file;
    }

    /** Takes the lock; empty when another process has it. */
    static Optional<LockFile> take(Path file) throws IOException {
        while (true) {
            LockFile candidate = open(file);
            FileLock lock = candidate.channel.tryLock();
            if (lock == null) {
                candidate.channel.close();
                return Optional.empty();
            }
            if (candidate.isInPlace()) {
                return Optional.of(candidate);
            }
            candidate.channel.close();
        }
    }

    /** Takes the lock, waiting for another process that has it. */
    static LockFile await(Path file) throws IOException {
        while (true) {
            LockFile candidate = open(file);
            candidate.channel.lock();
            if (candidate.isInPlace()) {
                return candidate;
            }
            candidate.channel.close();
        }
    }

    /** Gives the lock free and deletes the file. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        channel.close();
    }

    private static LockFile open(Path file) throws IOException {
        return new LockFile(
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE),
                file);
    }

    /**
     * Whether what was locked is still what the name stands for: its holder may have deleted it.
     * The file is not opened for that, as the kernel drops a process's lock when it closes the
     * file.
     */
    private boolean isInPlace() throws IOException {
        String pid = ProcessHandle.current().pid() + "\n";
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)), 0);
        return KernelLocks.isHeldHere(file);
    }
}
