package org.vibrissa.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.runtime.Footprint;

class PurgeTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Purge purge = new Purge(new PrintStream(printed, true, StandardCharsets.UTF_8));
    private final List<String> order = new ArrayList<>();

    @TempDir Path folder;

    @Test
    void purgesUpperLayersFirst() {
        purge.footprints(List.of(footprint("bpf", 100), footprint("endpoint", 300)));
        assertEquals(List.of("endpoint", "bpf"), order);
        assertEquals(0, purge.finish("n"));
        assertTrue(text().contains("removed link lxc-endpoint"), text());
    }

    @Test
    void oneFailureKeepsNoOther() {
        purge.footprints(List.of(footprint("bad", 300), footprint("bpf", 100)));
        assertEquals(List.of("bpf"), order);
        assertEquals(1, purge.finish("n"));
        assertTrue(text().contains("FAILED bundle bad: device busy"), text());
    }

    @Test
    void removesFoldersAndIsFineWithNothingThere() throws IOException {
        Path state = Files.createDirectories(folder.resolve("state/cache"));
        Files.writeString(state.resolve("x"), "x");
        purge.folder("folder", folder.resolve("state"));
        assertFalse(Files.exists(folder.resolve("state")));
        Purge again = new Purge(new PrintStream(printed, true, StandardCharsets.UTF_8));
        again.folder("folder", folder.resolve("state"));
        assertEquals(0, again.finish("n"));
        assertTrue(text().contains("nothing to remove"), text());
    }

    @Test
    void theSharedFolderGoesWithTheLastNodeAlsoWhenABundleTookTheNodesOwn() throws IOException {
        Path shared = Files.createDirectories(folder.resolve("vibrissa"));
        Files.createDirectories(shared.resolve("other"));
        purge.folder("pins", shared.resolve("node"));
        assertTrue(Files.exists(shared));
        Files.delete(shared.resolve("other"));
        purge.folder("pins", shared.resolve("node"));
        assertFalse(Files.exists(shared));
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private Footprint footprint(String owner, int layer) {
        return new Footprint() {
            @Override
            public String owner() {
                return owner;
            }

            @Override
            public int layer() {
                return layer;
            }

            @Override
            public List<Item> items() {
                return List.of(new Item("link", "lxc-" + owner, ""));
            }

            @Override
            public void purge() {
                if (owner.equals("bad")) {
                    throw new IllegalStateException("device busy");
                }
                order.add(owner);
            }
        };
    }
}
