package org.vibrissa.state.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.StoreView;
import org.vibrissa.state.internal.file.Content;
import org.vibrissa.state.internal.table.PersistentMap;

/**
 * Everything stored at one revision.
 *
 * @param initialised whether it was read from the files; false while they cannot be trusted
 */
record StoreContent(
        long revision,
        PersistentMap<String, PersistentMap<ResourceKey, Resource>> kinds,
        boolean initialised)
        implements StoreView {
    static final StoreContent UNREAD = new StoreContent(0, PersistentMap.empty(), false);

    static StoreContent of(Content content) {
        StoreContent read = new StoreContent(content.revision(), PersistentMap.empty(), true);
        for (Resource resource : content.resources().values()) {
            read = read.with(resource);
        }
        return read;
    }

    Content forFiles() {
        NavigableMap<ResourceKey, Resource> resources = new TreeMap<>();
        all().forEach(resource -> resources.put(resource.key(), resource));
        return new Content(revision, resources);
    }

    StoreContent at(long next) {
        return new StoreContent(next, kinds, initialised);
    }

    StoreContent with(Resource resource) {
        PersistentMap<ResourceKey, Resource> ofKind =
                kinds.get(resource.kind()).orElse(PersistentMap.empty());
        return new StoreContent(
                revision,
                kinds.put(resource.kind(), ofKind.put(resource.key(), resource)),
                initialised);
    }

    StoreContent without(ResourceKey key) {
        return kinds.get(key.kind())
                .map(ofKind -> kinds.put(key.kind(), ofKind.remove(key)))
                .map(next -> new StoreContent(revision, next, initialised))
                .orElse(this);
    }

    int size() {
        int size = 0;
        for (Map.Entry<String, PersistentMap<ResourceKey, Resource>> kind : kinds) {
            size += kind.getValue().size();
        }
        return size;
    }

    @Override
    public Optional<Resource> get(ResourceKey key) {
        return kinds.get(key.kind()).flatMap(ofKind -> ofKind.get(key));
    }

    @Override
    public List<Resource> list(String kind) {
        List<Resource> list = new ArrayList<>();
        kinds.get(kind).ifPresent(ofKind -> ofKind.forEach(e -> list.add(e.getValue())));
        list.sort(Comparator.comparing(Resource::key));
        return List.copyOf(list);
    }

    @Override
    public List<Resource> all() {
        List<Resource> all = new ArrayList<>();
        for (Map.Entry<String, PersistentMap<ResourceKey, Resource>> kind : kinds) {
            kind.getValue().forEach(e -> all.add(e.getValue()));
        }
        all.sort(Comparator.comparing(Resource::key));
        return List.copyOf(all);
    }
}
