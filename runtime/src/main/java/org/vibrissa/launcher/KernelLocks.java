package org.vibrissa.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Who holds which file, by the kernel's list. Asking so touches no lock: a daemon that starts or a
 * purge that asks at the same moment is not misled.
 */
final class KernelLocks {
    private static final Path LIST = Path.of("/proc/locks");

    private KernelLocks() {}

    /** Another process that holds a {@link LockFile}; empty when none does or there is no file. */
    static OptionalLong holder(Path file) throws IOException {
        try {
            long pid = Long.parseLong(Files.readString(file).strip());
            return holds(lines(), inode(file), pid) ? OptionalLong.of(pid) : OptionalLong.empty();
        } catch (NoSuchFileException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Whether this process holds the file of that name. */
    static boolean isHeldHere(Path file) throws IOException {
        try {
            return holds(lines(), inode(file), ProcessHandle.current().pid());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * Reads lines such as {@code 3: POSIX ADVISORY WRITE 812 00:19:3412 0 EOF}; one with an arrow
     * after the number waits.
     */
    static boolean holds(List<String> lines, String inode, long pid) {
        String byProcess = " WRITE " + pid + " ";
        String ofFile = ":" + inode + " ";
        for (String line : lines) {
            if (line.contains(byProcess) && line.contains(ofFile) && !line.contains("->")) {
                return true;
            }
        }
        return false;
    }

    private static List<String> lines() throws IOException {
        return Files.readAllLines(LIST);
    }

    private static String inode(Path file) throws IOException {
        return Files.getAttribute(file, "unix:ino").toString();
    }
}
