package org.vibrissa.etcd.internal.mirror;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vibrissa.fleet.version.Declaration;
import org.vibrissa.fleet.version.Version;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Document;
import org.vibrissa.state.Metadata;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.ResourceStore;

/** Writes to this host's store, only over the very state that was looked at. */
final class LocalWriter {
    private final ResourceStore store;

    LocalWriter(ResourceStore store) {
        this.store = store;
    }

    /**
     * Gives a resource its version.
     *
     * @throws org.vibrissa.state.StateException when it was changed meanwhile, or may not be
     */
    void sign(Resource resource, Version version) {
        store.apply(
                List.of(
                        document(
                                resource.key(),
                                version,
                                Declaration.of(resource),
                                Optional.of(resource))),
                ApplyOptions.DAEMON);
    }

    /**
     * Takes over several in one step.
     *
     * @throws org.vibrissa.state.StateException when that may not be; nothing was changed
     */
    void take(Collection<Remote> entries) {
        List<Document> documents = new ArrayList<>();
        List<ResourceKey> deletes = new ArrayList<>();
        boolean create = true;
        for (Remote entry : entries) {
            Optional<Resource> here = store.get(entry.key());
            create &= here.isEmpty();
            if (entry.content().isPresent()) {
                documents.add(document(entry.key(), entry.version(), entry.content().get(), here));
            } else if (here.isPresent()) {
                deletes.add(entry.key());
            }
        }
        if (!documents.isEmpty() || !deletes.isEmpty()) {
            ApplyOptions how = ApplyOptions.DAEMON;
            store.update(documents, deletes, create ? how.asCreateOnly() : how);
        }
    }

    private static Document document(
            ResourceKey key, Version version, Declaration content, Optional<Resource> over) {
        SortedMap<String, String> annotations = new TreeMap<>(content.annotations());
        annotations.put(Metadata.VERSION, version.toString());
        Metadata metadata =
                new Metadata(
                        key.name(),
                        key.namespace(),
                        content.labels(),
                        annotations,
                        "",
                        over.map(r -> r.metadata().generation()).orElse(0L),
                        Instant.EPOCH);
        return new Document(
                "etcd", 1, content.apiVersion(), key.kind(), metadata, content.spec(), Map.of());
    }
}
