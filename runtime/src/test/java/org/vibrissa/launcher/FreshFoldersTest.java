package org.vibrissa.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshFoldersTest {
    @TempDir Path root;
    private Path run;
    private Path state;

    @BeforeEach
    void paths() {
        run = root.resolve("run/vibrissa/n");
        state = root.resolve("lib/vibrissa/n");
    }

    private static void fill(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("cache"));
        Files.writeString(folder.resolve("cache/x"), "x");
    }

    @Test
    void aRefusedRunLeavesNothing() throws IOException {
        FreshFolders fresh = FreshFolders.of(run, state, root.resolve("bpf"));
        fill(run);
        fill(state);
        fresh.usedIf(() -> false);
        fresh.removeUnlessUsed();
        fresh.removeUnlessUsed();
        try (Stream<Path> left = Files.list(root)) {
            assertEquals(2, left.count());
        }
        assertFalse(Files.exists(run.getParent()));
        assertFalse(Files.exists(state.getParent()));
    }

    @Test
    void whatWasThereStaysAndSoDoTheFoldersOfOthers() throws IOException {
        fill(state);
        fill(root.resolve("run/vibrissa/other"));
        FreshFolders fresh = FreshFolders.of(run, state);
        fill(run);
        fresh.removeUnlessUsed();
        assertTrue(Files.exists(state.resolve("cache/x")));
        assertFalse(Files.exists(run));
        assertTrue(Files.exists(root.resolve("run/vibrissa/other")));
    }

    @Test
    void whatWasUsedStays() throws IOException {
        for (boolean ready : List.of(true, false)) {
            FreshFolders fresh = FreshFolders.of(run);
            fill(run);
            if (ready) {
                fresh.used();
            }
            fresh.usedIf(() -> !ready);
            fresh.removeUnlessUsed();
            assertTrue(Files.exists(run.resolve("cache/x")));
        }
    }
}
