package org.vibrissa.state.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.StoreWriteFailed;

/** A small file system that is really full; needs root to mount it. */
@Tag("bpf")
class FullDiskTest {
    @TempDir Path folder;

    @Test
    void anApplyFailsWholeAndLaterOnesWork() throws IOException, InterruptedException {
        run("mount", "-t", "tmpfs", "-o", "size=256k", "vt-full", folder.toString());
        try {
            EmbeddedStore store = new EmbeddedStore(folder.resolve("store"));
            store.addKind(new TestKind());
            store.apply(List.of(TestKind.document("first", 1)), ApplyOptions.USER);
            Path ballast = folder.resolve("ballast");
            fill(ballast);
            StoreWriteFailed failed = fillStore(store);
            assertTrue(failed.getMessage().contains("No space left"), failed.getMessage());
            int stored = store.list(TestKind.KIND).size();
            assertTrue(store.health().writable());
            Files.delete(ballast);
            store.apply(List.of(TestKind.document("later", 2_000_000)), ApplyOptions.USER);
            store.close();
            EmbeddedStore next = new EmbeddedStore(folder.resolve("store"));
            assertEquals("", next.problem());
            assertEquals(stored + 1, next.list(TestKind.KIND).size());
            next.close();
        } finally {
            run("umount", folder.toString());
        }
    }

    private static StoreWriteFailed fillStore(EmbeddedStore store) {
        return assertThrows(
                StoreWriteFailed.class,
                () -> {
                    for (int i = 0; i < 10_000; i++) {
                        store.apply(List.of(TestKind.document("w" + i, 10 + i)), ApplyOptions.USER);
                    }
                });
    }

    private static void fill(Path ballast) {
        assertThrows(IOException.class, () -> Files.write(ballast, new byte[1 << 20]));
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertTrue(process.waitFor(10, TimeUnit.SECONDS), String.join(" ", command));
        assertEquals(0, process.exitValue(), String.join(" ", command));
    }
}
