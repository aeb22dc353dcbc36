package org.vibrissa.endpoint.internal.realise;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.vibrissa.endpoint.internal.spec.EndpointSpec;

/** Finds cgroups in the cgroup2 tree: by path, or as that of a systemd unit. */
final class Cgroups {
    /** How deep units are looked for: {@code user.slice/user-1000.slice/user@1000.service/...}. */
    private static final int DEPTH = 6;

    private final Path root;

    Cgroups(Path root) {
        this.root = root;
    }

    /**
     * The folder of what the spec names.
     *
     * @throws NotYet when it is not there
     */
    Path find(EndpointSpec spec) {
        if (spec.cgroup().isPresent()) {
            Path path = root.resolve(spec.cgroup().get()).normalize();
            return Optional.of(path)
                    .filter(Files::isDirectory)
                    .orElseThrow(
                            () ->
                                    new NotYet(
                                            "cgroup "
                                                    + path
                                                    + " is not there; the endpoint attaches when"
                                                    + " it appears"));
        }
        String unit = spec.unit().orElseThrow();
        return ofUnit(unit)
                .orElseThrow(
                        () ->
                                new NotYet(
                                        "unit "
                                                + unit
                                                + " has no cgroup below "
                                                + root
                                                + ": it does not run; the endpoint attaches when"
                                                + " it does"));
    }

    private Optional<Path> ofUnit(String unit) {
        Path usual = root.resolve("system.slice").resolve(unit);
        if (Files.isDirectory(usual)) {
            return Optional.of(usual);
        }
        AtomicReference<Path> found = new AtomicReference<>();
        try {
            Files.walkFileTree(
                    root,
                    EnumSet.noneOf(java.nio.file.FileVisitOption.class),
                    DEPTH,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path folder, BasicFileAttributes attributes) {
                            Path name = folder.getFileName();
                            if (name != null && name.toString().equals(unit)) {
                                found.set(folder);
                                return FileVisitResult.TERMINATE;
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) {
                            // Cgroups come and go while the tree is walked.
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(Path folder, IOException e) {
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new NotYet("the cgroups below " + root + " cannot be read: " + e, e);
        }
        return Optional.ofNullable(found.get());
    }

    /** What tells a cgroup from a later one of the same path; empty when it is gone. */
    static Optional<Object> mark(Path folder) {
        try {
            return Optional.ofNullable(
                    Files.readAttributes(folder, BasicFileAttributes.class).fileKey());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
