package org.vibrissa.datapath.internal.tables;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.vibrissa.runtime.AtomicFile;

/**
 * Who contributes to the ipcache, in a file, so that the next daemon knows whom to wait for before
 * it prunes. Not thread safe.
 */
final class IpcacheOwners {
    private final Path file;
    private final Set<String> known = new TreeSet<>();
    private final Set<String> awaited = new TreeSet<>();

    IpcacheOwners(Path file) {
        this.file = file;
        if (Files.exists(file)) {
            try {
                Files.readAllLines(file).stream()
                        .filter(line -> !line.isBlank())
                        .forEach(known::add);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file, e);
            }
        }
        awaited.addAll(known);
    }

    void contributes(String owner) {
        if (known.add(owner)) {
            save();
        }
    }

    void settled(String owner) {
        awaited.remove(owner);
    }

    void left(String owner) {
        awaited.remove(owner);
        if (known.remove(owner)) {
            save();
        }
    }

    Set<String> awaited() {
        return new TreeSet<>(awaited);
    }

    private void save() {
        try {
            AtomicFile.write(file, String.join("\n", known) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
