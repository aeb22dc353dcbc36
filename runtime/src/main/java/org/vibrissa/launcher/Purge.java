package org.vibrissa.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.vibrissa.runtime.Footprint;

/** Removes what a node has on the host, the upper layers first, and then its folders. */
final class Purge {
    private final PrintStream out;
    private int removed;
    private int failed;

    Purge(PrintStream out) {
        this.out = out;
    }

    /** Purges each bundle's share; a failure of one does not keep the others. */
    void footprints(List<Footprint> footprints) {
        footprints.stream()
                .sorted(Comparator.comparingInt(Footprint::layer).reversed())
                .forEach(this::footprint);
    }

    /** Removes a folder of the node's, such as its pins; a bundle may have done so already. */
    void folder(String kind, Path folder) {
        boolean there = Files.exists(folder);
        try {
            Tree.delete(folder);
            Tree.deleteEmptyShared(folder.getParent());
            if (there) {
                removed(kind, folder.toString(), "");
                removed++;
            }
        } catch (IOException e) {
            out.printf("FAILED %s %s: %s%n", kind, folder, e);
            failed++;
        }
    }

    /** Prints the sum; 0 when nothing is left. */
    int finish(String node) {
        if (failed > 0) {
            out.printf("node %s: %d removed, %d could not be removed%n", node, removed, failed);
            return 1;
        }
        if (removed == 0) {
            out.printf("node %s: nothing to remove%n", node);
        } else {
            out.printf("node %s: %d removed, the host is as before%n", node, removed);
        }
        return 0;
    }

    private void footprint(Footprint footprint) {
        try {
            List<Footprint.Item> items = footprint.items();
            footprint.purge();
            for (Footprint.Item item : items) {
                removed(item.kind(), item.name(), item.detail());
            }
            removed += items.size();
        } catch (RuntimeException e) {
            out.printf("FAILED bundle %s: %s%n", footprint.owner(), e.getMessage());
            failed++;
        }
    }

    private void removed(String kind, String name, String detail) {
        out.printf("removed %s %s%s%n", kind, name, detail.isEmpty() ? "" : "  # " + detail);
    }
}
