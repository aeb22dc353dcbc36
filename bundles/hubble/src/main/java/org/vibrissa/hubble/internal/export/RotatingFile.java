package org.vibrissa.hubble.internal.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * A file that holds whole lines and becomes a backup when it is full: {@code flows.json} becomes
 * {@code flows-2026-01-31T12-00-00.000.json}, as Hubble's. What is there already is added to. For
 * one thread.
 */
final class RotatingFile implements AutoCloseable {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss.SSS", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final String GZIP = ".gz";

    private final Path path;
    private final ExportSpec.Rotation rotation;
    private final Clock clock;
    private FileChannel channel;
    private Object identity;
    private long size;

    RotatingFile(Path path, ExportSpec.Rotation rotation, Clock clock) {
        this.path = path;
        this.rotation = rotation;
        this.clock = clock;
    }

    /**
     * Adds lines, or nothing: what got into the file before a failure is taken out of it again.
     *
     * @throws IOException when there is no room, or the file cannot be written for another reason
     */
    void write(ByteBuffer lines) throws IOException {
        reopenWhenMoved();
        if (size > 0 && size + lines.remaining() > rotation.bytes()) {
            rotate();
        }
        long before = size;
        try {
            while (lines.hasRemaining()) {
                size += channel.write(lines);
            }
        } catch (IOException e) {
            channel.truncate(before);
            size = before;
            throw e;
        }
    }

    /** Somebody may have moved or removed it. */
    private void reopenWhenMoved() throws IOException {
        if (channel != null && identity.equals(identityOf(path))) {
            return;
        }
        close();
        channel =
                FileChannel.open(
                        path,
                        EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        size = channel.size();
        identity = identityOf(path);
    }

    /** Of no file: itself. */
    private static Object identityOf(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return file;
        }
    }

    private void rotate() throws IOException {
        close();
        Path backup = backup(STAMP.format(clock.instant()));
        Files.move(path, backup);
        if (rotation.compress()) {
            compress(backup);
        }
        forgetOldest();
        reopenWhenMoved();
    }

    private Path backup(String stamp) {
        return path.resolveSibling(stem() + "-" + stamp + ending());
    }

    private String stem() {
        String name = path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? name : name.substring(0, dot);
    }

    private String ending() {
        String name = path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : name.substring(dot);
    }

    private static void compress(Path file) throws IOException {
        Path packed = file.resolveSibling(file.getFileName() + GZIP);
        try (InputStream in = Files.newInputStream(file);
                OutputStream out =
                        new GZIPOutputStream(
                                Files.newOutputStream(packed, StandardOpenOption.CREATE_NEW),
                                1 << 16)) {
            in.transferTo(out);
        } catch (IOException e) {
            // Without room for both the plain one stays.
            Files.deleteIfExists(packed);
            return;
        }
        Files.delete(file);
    }

    private void forgetOldest() throws IOException {
        List<Path> backups;
        try (Stream<Path> all = Files.list(path.toAbsolutePath().getParent())) {
            backups = all.filter(this::isBackup).sorted().toList();
        }
        for (Path old : backups.subList(0, Math.max(0, backups.size() - rotation.backups()))) {
            Files.deleteIfExists(old);
        }
    }

    /** By the whole form of the name: nothing of others is removed. */
    private boolean isBackup(Path file) {
        String name = file.getFileName().toString();
        String plain =
                name.endsWith(GZIP) ? name.substring(0, name.length() - GZIP.length()) : name;
        String begin = stem() + "-";
        return plain.startsWith(begin)
                && plain.endsWith(ending())
                && plain.substring(begin.length(), plain.length() - ending().length())
                        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\d\\.\\d{3}");
    }

    @Override
    public void close() {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            channel = null;
        }
    }
}
