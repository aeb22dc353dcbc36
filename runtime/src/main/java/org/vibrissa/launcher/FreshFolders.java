package org.vibrissa.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folders which a run makes. A run that is refused takes them away again: they would count as a
 * node that was there.
 */
final class FreshFolders {
    private static final Logger LOG = LoggerFactory.getLogger(FreshFolders.class);

    private final List<Path> fresh;
    private boolean used;

    private FreshFolders(List<Path> fresh) {
        this.fresh = fresh;
    }

    /** Those of a node that are not there yet. */
    static FreshFolders of(Path... folders) {
        return new FreshFolders(Stream.of(folders).filter(f -> !Files.exists(f)).toList());
    }

    /** They stay: the daemon was ready, or something on the host is its own. */
    void used() {
        used = true;
    }

    /** As {@link #used}, asked only when it matters. */
    void usedIf(BooleanSupplier condition) {
        used = used || fresh.isEmpty() || condition.getAsBoolean();
    }

    /** Deletes what this run made, unless it was used. */
    void removeUnlessUsed() {
        if (used) {
            return;
        }
        for (Path folder : fresh) {
            try {
                Tree.delete(folder);
                Tree.deleteEmptyShared(folder.getParent());
            } catch (IOException e) {
                LOG.warn("folder {} is left behind: {}", folder, e.toString());
            }
        }
    }
}
