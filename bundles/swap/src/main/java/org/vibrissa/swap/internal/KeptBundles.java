package org.vibrissa.swap.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vibrissa.runtime.AtomicFile;

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
        Path target = jar(file.name());
        try {
            AtomicFile.write(target, file.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + target + ": " + e.getMessage(), e);
        }
    }

    /** Whether a jar of that symbolic name is kept. */
    boolean has(String name) {
        return Files.exists(jar(name));
    }

    /** Forgets a jar; none is fine. It stays forgotten after a loss of power. */
    void forget(String name) {
        try {
            if (Files.deleteIfExists(jar(name))) {
                AtomicFile.syncFolder(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the kept jar of " + name, e);
        }
    }

    /** Where the jar of that symbolic name is, or would be. */
    Path jar(String name) {
        return folder.resolve(name + ".jar");
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
