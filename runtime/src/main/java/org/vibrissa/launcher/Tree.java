package org.vibrissa.launcher;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;

/** A folder with all that is in it. */
final class Tree {
    private Tree() {}

    /** Deletes it; links are not followed; nothing there is fine. */
    static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path folder, IOException failure)
                            throws IOException {
                        if (failure != null) {
                            throw failure;
                        }
                        Files.delete(folder);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /** The folder that nodes share, {@code .../vibrissa}, goes with the last of them. */
    static void deleteEmptyShared(Path parent) throws IOException {
        if (parent == null || !parent.endsWith("vibrissa") || !Files.exists(parent)) {
            return;
        }
        boolean empty;
        try (Stream<Path> left = Files.list(parent)) {
            empty = left.findAny().isEmpty();
        }
        if (empty) {
            Files.delete(parent);
        }
    }
}
