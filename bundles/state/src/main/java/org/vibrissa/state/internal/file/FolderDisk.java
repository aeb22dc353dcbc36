package org.vibrissa.state.internal.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.vibrissa.runtime.AtomicFile;

/** A folder of a real file system; readable by its owner only. */
public final class FolderDisk implements Disk {
    private static final String CORRUPT = "corrupt";

    private final Path folder;

    public FolderDisk(Path folder) {
        this.folder = folder;
    }

    /** Makes the folder when it is not there, durably. */
    public void prepare() throws IOException {
        make(folder);
    }

    private static void make(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Files.createDirectories(folder.toAbsolutePath().getParent());
        Files.createDirectory(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        AtomicFile.syncFolder(folder.toAbsolutePath().getParent());
    }

    @Override
    public List<String> list() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Files::isRegularFile)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }

    @Override
    public byte[] read(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    @Override
    public Handle create(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return open(name);
    }

    @Override
    public Handle open(String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return new FileHandle(new RandomAccessFile(file.toFile(), "rw"));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void setAside(String name) throws IOException {
        Path corrupt = folder.resolve(CORRUPT);
        make(corrupt);
        Files.move(folder.resolve(name), corrupt.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        AtomicFile.syncFolder(corrupt);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.delete(folder.resolve(name));
    }

    @Override
    public void syncFolder() throws IOException {
        AtomicFile.syncFolder(folder);
    }

    @Override
    public String path(String name) {
        return folder.resolve(name).toString();
    }

    /**
     * No channel: a caller's interrupt, such as that of a cancelled command, would close it under
     * the store.
     */
    private record FileHandle(RandomAccessFile file) implements Handle {
        @Override
        public void write(long position, byte[] bytes) throws IOException {
            file.seek(position);
            file.write(bytes);
        }

        @Override
        public void truncate(long size) throws IOException {
            file.setLength(size);
        }

        @Override
        public void sync() throws IOException {
            file.getFD().sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
