package org.vibrissa.fleet.internal.replica;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vibrissa.fleet.version.Declaration;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Document;
import org.vibrissa.state.Metadata;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;

/**
 * Writes the fleet's entries to the store, each only over the very state that was looked at: an
 * edit that came in between makes the write fail.
 */
final class StoreWriter {
    private final ResourceStore store;

    StoreWriter(ResourceStore store) {
        this.store = store;
    }

    /**
     * Writes one.
     *
     * @param over what is stored now
     * @throws org.vibrissa.state.StateException when it is not valid here, or was changed meanwhile
     */
    void put(Entry entry, Optional<Resource> over) {
        store.apply(
                List.of(document(entry, over)),
                over.isPresent() ? ApplyOptions.DAEMON : ApplyOptions.DAEMON.asCreateOnly());
    }

    /** Writes several in one step; one alone is not written over what came in between. */
    void putAll(List<Entry> entries) {
        if (entries.size() == 1 && !entries.get(0).deleted()) {
            put(entries.get(0), store.get(entries.get(0).key()));
            return;
        }
        List<Document> documents = new ArrayList<>();
        List<ResourceKey> deletes = new ArrayList<>();
        for (Entry entry : entries) {
            Optional<Resource> here = store.get(entry.key());
            if (!entry.deleted()) {
                documents.add(document(entry, here));
            } else if (here.isPresent()) {
                deletes.add(entry.key());
            }
        }
        if (!documents.isEmpty() || !deletes.isEmpty()) {
            store.update(documents, deletes, ApplyOptions.DAEMON);
        }
    }

    private static Document document(Entry entry, Optional<Resource> over) {
        Declaration content = entry.content().orElseThrow();
        SortedMap<String, String> annotations = new TreeMap<>(content.annotations());
        annotations.put(Metadata.VERSION, entry.version().toString());
        Metadata metadata =
                new Metadata(
                        entry.key().name(),
                        entry.key().namespace(),
                        content.labels(),
                        annotations,
                        "",
                        over.map(r -> r.metadata().generation()).orElse(0L),
                        Instant.EPOCH);
        return new Document(
                "the fleet",
                1,
                content.apiVersion(),
                entry.key().kind(),
                metadata,
                content.spec(),
                Map.of());
    }
}
