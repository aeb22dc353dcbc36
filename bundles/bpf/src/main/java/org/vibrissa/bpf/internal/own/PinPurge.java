package org.vibrissa.bpf.internal.own;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.vibrissa.bpf.BpfException;

/** Takes a node's pins, and what hangs on them, off the host. */
public final class PinPurge {
    private final LoaderNode node;

    public PinPurge(LoaderNode node) {
        this.node = node;
    }

    /**
     * Detaches all pinned links, removes all pins and the node's folder.
     *
     * @throws BpfException naming what could not be removed
     */
    public void all() {
        List<String> failures = new ArrayList<>();
        for (Path pin : node.kernel().pins().all()) {
            remove(pin, failures);
        }
        Path root = node.kernel().pins().root();
        try (Stream<Path> rest = Files.walk(root)) {
            for (Path path : rest.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            failures.add(root + ": " + e.getMessage());
        }
        if (!failures.isEmpty()) {
            throw new BpfException("could not remove " + String.join("; ", failures));
        }
    }

    /** Removes the pins of one bundle. */
    void bundle(String symbolicName) {
        List<String> failures = new ArrayList<>();
        Path folder = node.kernel().pins().bundle(symbolicName);
        PinFolder.list(folder).forEach(pin -> remove(pin, failures));
        if (!failures.isEmpty()) {
            throw new BpfException("could not remove " + String.join("; ", failures));
        }
        PinFolder.remove(folder);
    }

    private void remove(Path pin, List<String> failures) {
        try {
            node.kernel().attacher().purge(pin);
        } catch (BpfException e) {
            failures.add(pin + ": " + e.getMessage());
        }
    }
}
