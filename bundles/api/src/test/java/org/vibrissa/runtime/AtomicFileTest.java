package org.vibrissa.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir Path folder;

    @Test
    void makesAndReplacesAFileAndLeavesNothingElse() throws IOException {
        Path file = folder.resolve("owners");
        AtomicFile.write(file, "first\n");
        AtomicFile.write(file, "second, größer\n");
        assertEquals("second, größer\n", Files.readString(file));
        assertEquals(List.of("owners"), names());
    }

    @Test
    void givesTheModeAskedForWhateverWasThereBefore() throws IOException {
        Path file = folder.resolve("secret");
        Files.writeString(file, "open to all");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        AtomicFile.write(file, new byte[] {1}, PosixFilePermissions.fromString("rw-------"));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void doesNotFollowWhatACrashOrSomebodyLeftInItsPlace() throws IOException {
        Path other = folder.resolve("other");
        Files.writeString(other, "untouched");
        Files.createSymbolicLink(folder.resolve("file.new"), other);
        AtomicFile.write(folder.resolve("file"), "content");
        assertEquals("untouched", Files.readString(other));
        assertEquals("content", Files.readString(folder.resolve("file")));
        assertFalse(Files.isSymbolicLink(folder.resolve("file")));
    }

    @Test
    void namesTheFileAndTheReasonOfAFailure() throws IOException {
        Path absent = folder.resolve("absent/file");
        String message =
                assertThrows(IOException.class, () -> AtomicFile.write(absent, "x")).getMessage();
        assertTrue(message.startsWith("cannot write " + absent + ": "), message);
        assertTrue(message.contains("NoSuchFile"), message);
        Path taken = Files.createDirectory(folder.resolve("taken"));
        Files.writeString(taken.resolve("inside"), "");
        message = assertThrows(IOException.class, () -> AtomicFile.write(taken, "x")).getMessage();
        assertEquals("cannot write " + taken + ": Is a directory", message);
        assertEquals(List.of("taken"), names());
    }

    @Test
    void anInterruptNeitherBreaksAWriteNorGetsLost() throws IOException {
        Path file = folder.resolve("file");
        Thread.currentThread().interrupt();
        AtomicFile.write(file, "content");
        assertTrue(Thread.interrupted(), "the interrupt got lost");
        assertEquals("content", Files.readString(file));
    }

    /** A small file system that is really full; needs root to mount it. */
    @Test
    @Tag("bpf")
    void keepsTheFileWhenTheDiskIsFull() throws IOException, InterruptedException {
        run("mount", "-t", "tmpfs", "-o", "size=128k", "vt-full", folder.toString());
        try {
            Path file = folder.resolve("file");
            AtomicFile.write(file, "kept");
            byte[] tooMuch = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            String message =
                    assertThrows(IOException.class, () -> AtomicFile.write(file, tooMuch))
                            .getMessage();
            assertEquals("cannot write " + file + ": No space left on device", message);
            assertEquals("kept", Files.readString(file));
            assertEquals(List.of("file"), names());
            AtomicFile.write(file, "there is space again");
        } finally {
            run("umount", folder.toString());
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertTrue(process.waitFor(10, TimeUnit.SECONDS), String.join(" ", command));
        assertEquals(0, process.exitValue(), String.join(" ", command));
    }
}
