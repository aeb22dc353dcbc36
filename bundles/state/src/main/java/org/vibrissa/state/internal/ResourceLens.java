package org.vibrissa.state.internal;

import java.util.Collection;
import java.util.Optional;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.internal.table.Lens;

/** One kind's resources in the store's content. */
record ResourceLens(String kind, boolean statuses)
        implements Lens<StoreContent, ResourceKey, Resource> {
    @Override
    public boolean covers(ResourceKey key) {
        return key.kind().equals(kind);
    }

    @Override
    public Optional<Resource> find(StoreContent content, ResourceKey key) {
        return content.get(key);
    }

    @Override
    public Collection<ResourceKey> keys(StoreContent content) {
        return content.list(kind).stream().map(Resource::key).toList();
    }

    @Override
    public boolean same(Resource before, Resource after) {
        return statuses ? before.equals(after) : before.sameDeclaration(after);
    }

    @Override
    public boolean initialised(StoreContent content) {
        return content.initialised();
    }
}
