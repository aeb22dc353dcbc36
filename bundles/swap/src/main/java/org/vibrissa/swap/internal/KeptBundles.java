package org.vibrissa.swap.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The jars that users brought, one per symbolic name: {@code <state dir>/bundles/NAME.jar}. They
 * are installed again when the daemon starts.
 */
final class KeptBundles {
    private final Path folder;

    KeptBundles(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder, e);
        }
    }

    /** Keeps a jar in place of an earlier version of it; on disk when it returns. */
    void keep(BundleFile file) {
        Path target = folder.resolve(file.name() + ".jar");
        Path next = folder.resolve(file.name() + ".new");
        try (FileChannel out =
                FileChannel.open(
                        next,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            var bytes = java.nio.ByteBuffer.wrap(file.bytes());
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
            Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + target, e);
        }
    }

    /** Forgets a jar; none is fine. */
    void forget(String name) {
        try {
            Files.deleteIfExists(folder.resolve(name + ".jar"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the kept jar of " + name, e);
        }
    }

    /** Kept jars in order of name. */
    List<Path> list() {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
            files.forEach(jars::add);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
        jars.sort(null);
        return jars;
    }
}
