package org.vibrissa.runtime;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * Replaces small files whole: after a crash or a loss of power at any moment a file holds either
 * what it held or what was written, and when a write returned it holds the latter. A write goes to
 * {@code NAME.new} beside the file, is synced, renamed over it, and then the folder is synced.
 *
 * <p>Different files may be written by different threads; one file by one thread at a time. An
 * interrupt neither breaks a write nor is it lost.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /** As {@link #write(Path, byte[])}, in UTF-8. */
    public static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Replaces or makes a file whose permissions are as the process's umask says.
     *
     * @param file in a folder that exists
     * @throws IOException naming the file and the reason; the file is as it was
     */
    public static void write(Path file, byte[] content) throws IOException {
        replace(file, content, Set.of());
    }

    /**
     * Replaces or makes a file.
     *
     * @param file in a folder that exists
     * @param mode the file's permissions from the first moment, whatever the umask says
     * @throws IOException naming the file and the reason; the file is as it was
     */
    public static void write(Path file, byte[] content, Set<PosixFilePermission> mode)
            throws IOException {
        if (mode.isEmpty()) {
            throw new IllegalArgumentException("nobody may read " + file);
        }
        replace(file, content, mode);
    }

    /**
     * Makes names that came to a folder, changed or went durable.
     *
     * @throws IOException naming the folder and the reason
     */
    public static void syncFolder(Path folder) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            boolean done = false;
            while (!done) {
                // Only a channel can sync a folder, and an interrupt closes it: then once more.
                try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                    channel.force(true);
                    done = true;
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } catch (IOException e) {
            throw new IOException("cannot sync folder " + folder + ": " + reason(e), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void replace(Path file, byte[] content, Set<PosixFilePermission> mode)
            throws IOException {
        Path target = file.toAbsolutePath();
        Path next = target.resolveSibling(target.getFileName() + ".new");
        try {
            // What a crash left behind; made anew so that no link or older mode is followed.
            Files.deleteIfExists(next);
            Files.createFile(next);
            if (!mode.isEmpty()) {
                Files.setPosixFilePermissions(next, mode);
            }
            writeSynced(next, content);
            Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            IOException failure = new IOException("cannot write " + target + ": " + reason(e), e);
            discard(next, failure);
            throw failure;
        }
        syncFolder(target.getParent());
    }

    /** No channel: an interrupt would close it. */
    private static void writeSynced(Path next, byte[] content) throws IOException {
        try (FileOutputStream out = new FileOutputStream(next.toFile())) {
            out.write(content);
            out.getFD().sync();
        }
    }

    private static void discard(Path next, IOException failure) {
        try {
            Files.deleteIfExists(next);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException failed && failed.getReason() != null) {
            return failed.getReason();
        }
        return e instanceof FileSystemException ? e.toString() : e.getMessage();
    }
}
