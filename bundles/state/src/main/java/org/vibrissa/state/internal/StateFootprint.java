package org.vibrissa.state.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.runtime.Footprint;

/** The store's folder on the host; purged last, as the others' purge may read it. */
@Component
public final class StateFootprint implements Footprint {
    private final EmbeddedStore store;

    @Activate
    public StateFootprint(@Reference EmbeddedStore store) {
        this.store = store;
    }

    @Override
    public String owner() {
        return "state";
    }

    @Override
    public int layer() {
        return 50;
    }

    @Override
    public List<Item> items() {
        return Files.exists(store.folder())
                ? List.of(new Item("file", store.folder().toString(), "declared resources"))
                : List.of();
    }

    @Override
    public void purge() {
        store.close();
        if (!Files.exists(store.folder())) {
            return;
        }
        try (Stream<Path> files = Files.walk(store.folder())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new IllegalStateException("could not remove " + store.folder() + ": " + e, e);
        }
    }
}
