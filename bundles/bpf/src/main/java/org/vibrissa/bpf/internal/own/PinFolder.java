package org.vibrissa.bpf.internal.own;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.internal.kernel.Bpf;
import org.vibrissa.bpf.internal.kernel.Errno;

/**
 * This node's folder in bpffs: {@code core/} is the datapath's, {@code shared/} has maps that
 * bundles grant each other, {@code bundle/<name>/} is each other bundle's. File names: {@code
 * m_<map>_v<schema>}, {@code p_<program>}, {@code l_<link>}, {@code c_<link>__…} for a clsact
 * filter.
 */
public final class PinFolder {
    private static final String TEMPORARY = "_tmp";

    private final Bpf bpf;
    private final Path root;

    PinFolder(Bpf bpf, Path root) {
        this.bpf = bpf;
        this.root = root;
    }

    Path root() {
        return root;
    }

    /** Where maps are that bundles share. */
    Path shared() {
        return root.resolve("shared");
    }

    /** Where the datapath's own pins are. */
    Path core() {
        return root.resolve("core");
    }

    /** Where a bundle's own pins are; bpffs allows no dots in names. */
    Path bundle(String symbolicName) {
        return root.resolve("bundle").resolve(symbolicName.replace('.', '-'));
    }

    /** The pin of a shared map. The first layout has the plain name. */
    Path sharedMap(String map, int schema) {
        return shared().resolve(schema == 1 ? map : map + "_v" + schema);
    }

    static String map(String name, int schema) {
        return "m_" + name + "_v" + schema;
    }

    static String program(String name) {
        return "p_" + name;
    }

    static String link(String name) {
        return "l_" + name;
    }

    /** Opens a pin; empty when there is none. */
    public Optional<Integer> open(Path path) {
        int fd = bpf.open(path.toString());
        if (fd == -Errno.ENOENT) {
            return Optional.empty();
        } else if (fd < 0) {
            throw Bpf.failed("open pin " + path, fd);
        }
        return Optional.of(fd);
    }

    /** Pins an object in place of what is pinned there, atomically. */
    public void pin(int fd, Path path) {
        mkdirs(path.getParent());
        int error = bpf.pin(fd, path.toString());
        if (error == -Errno.EEXIST) {
            Path temporary =
                    path.resolveSibling(
                            path.getFileName() + TEMPORARY + ProcessHandle.current().pid());
            remove(temporary);
            error = bpf.pin(fd, temporary.toString());
            if (error == 0) {
                rename(temporary, path);
            }
        }
        if (error != 0) {
            throw Bpf.failed("pin " + path, error);
        }
    }

    private static void rename(Path from, Path to) {
        try {
            Files.move(
                    from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            remove(from);
            throw new BpfException("cannot replace pin " + to + ": " + e.getMessage(), e);
        }
    }

    private static void mkdirs(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new BpfException("cannot make folder " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Removes a pin; false when there was none. */
    public static boolean remove(Path path) {
        try {
            return Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new BpfException("cannot remove pin " + path + ": " + e.getMessage(), e);
        }
    }

    /** The files of a folder, sorted; none when the folder does not exist. */
    public static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new BpfException("cannot list " + folder + ": " + e.getMessage(), e);
        }
    }

    /** All pins of this node, sorted. */
    List<Path> all() {
        return Stream.concat(Stream.of(core(), shared()), list(root.resolve("bundle")).stream())
                .flatMap(folder -> list(folder).stream())
                .toList();
    }

    /** Removes what an earlier daemon left between pin and rename. */
    void removeLeftovers() {
        for (Path pin : all()) {
            if (pin.getFileName().toString().contains(TEMPORARY)) {
                remove(pin);
            }
        }
    }
}
