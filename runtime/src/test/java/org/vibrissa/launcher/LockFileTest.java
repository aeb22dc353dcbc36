package org.vibrissa.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFileTest {
    private static final List<String> LOCKS =
            List.of(
                    "1: POSIX  ADVISORY  WRITE 812 00:19:3412 0 EOF",
                    "1: -> POSIX  ADVISORY  WRITE 813 00:19:3412 0 EOF",
                    "2: FLOCK  ADVISORY  WRITE 700 08:01:77 0 EOF",
                    "3: POSIX  ADVISORY  READ 814 08:01:13412 128 128",
                    "");

    @TempDir Path folder;

    @Test
    void isHeldByItsProcessUntilItIsClosed() throws IOException {
        Path file = folder.resolve("pid");
        assertEquals(OptionalLong.empty(), KernelLocks.holder(file));
        LockFile lock = LockFile.take(file).orElseThrow();
        assertTrue(KernelLocks.isHeldHere(file), "the lock got lost");
        lock.close();
        assertFalse(Files.exists(file));
        assertFalse(KernelLocks.isHeldHere(file));
    }

    @Test
    void takesWhatAKilledProcessLeft() throws IOException {
        Path file = folder.resolve("pid");
        Files.writeString(file, "999999999\n");
        assertEquals(OptionalLong.empty(), KernelLocks.holder(file));
        LockFile lock = LockFile.await(file);
        assertTrue(KernelLocks.isHeldHere(file), "the lock got lost");
        lock.close();
    }

    @Test
    void readsTheHolderAndNoneWhoWaits() {
        assertTrue(KernelLocks.holds(LOCKS, "3412", 812));
        assertFalse(KernelLocks.holds(LOCKS, "3412", 813), "waits");
        assertFalse(KernelLocks.holds(LOCKS, "13412", 814), "reads");
        assertFalse(KernelLocks.holds(LOCKS, "412", 812), "another file");
    }
}
