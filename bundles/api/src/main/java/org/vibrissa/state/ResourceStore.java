package org.vibrissa.state;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Desired state: what was declared, durably, and what became of it. */
@ProviderType
public interface ResourceStore {
    /**
     * Applies documents atomically: validates all against the state as it would be with all of
     * them, then makes one durable write, then tells watchers. On disk when it returns.
     *
     * @return one change per document, in their order
     * @throws InvalidDocuments with every problem; nothing was stored
     * @throws StoreReadOnly when no changes are taken
     * @throws StoreWriteFailed when it could not be made durable; nothing was stored
     */
    List<Change> apply(List<Document> documents, ApplyOptions options);

    /**
     * Deletes resources atomically.
     *
     * @param options {@code createOnly} has no meaning here
     * @return one change per key, in their order
     * @throws InvalidDocuments when one does not exist or must stay; nothing was deleted
     * @throws StoreReadOnly when no changes are taken
     * @throws StoreWriteFailed when it could not be made durable; nothing was deleted
     */
    List<Change> delete(Collection<ResourceKey> keys, ApplyOptions options);

    /**
     * Applies and deletes in one atomic step, for bundles which replace one resource by another.
     *
     * @return the changes of the documents, then those of the keys
     * @throws InvalidDocuments as for apply and delete; nothing was changed
     */
    List<Change> update(
            List<Document> documents, Collection<ResourceKey> deletes, ApplyOptions options);

    /** What applying would change; validates as {@link #apply} does. */
    default List<Change> diff(List<Document> documents) {
        return apply(documents, ApplyOptions.USER.asDryRun());
    }

    /** The content now, statuses included. Cheap. */
    StoreView snapshot();

    /**
     * The content as an answer to somebody: not even an empty one unless it was read.
     *
     * @throws StoreUnreadable when the files were not read or cannot be trusted
     */
    default StoreView trusted() {
        StoreHealth health = health();
        if (!health.initialised()) {
            String reason = health.reason().isEmpty() ? "it is not opened yet" : health.reason();
            throw new StoreUnreadable("the store is not readable: " + reason);
        }
        return snapshot();
    }

    default Optional<Resource> get(ResourceKey key) {
        return snapshot().get(key);
    }

    /** All of one kind in order of namespace and name. */
    default List<Resource> list(String kind) {
        return snapshot().list(kind);
    }

    /**
     * Follows one kind, registered or not: what exists, the initialised signal, then changes.
     * Changes of the status alone are not delivered, so an owner does not hear its own echo.
     *
     * @param kind such as {@code Endpoint}
     * @param name the thread's name, such as {@code endpoint-reconciler}
     */
    Subscription watch(String kind, String name, ResourceListener listener);

    /** As {@link #watch}, and changes of the status are delivered too. */
    Subscription watchWithStatus(String kind, String name, ResourceListener listener);

    /**
     * Says what became of a resource. The time is taken by the store and kept while phase and
     * reason stay the same. Not persisted.
     *
     * @param generation the generation this speaks of; an older one than stored is ignored
     * @param details replaces all earlier details
     * @return whether it was taken; false when the resource is gone or newer
     */
    boolean setStatus(
            ResourceKey key,
            long generation,
            Phase phase,
            String reason,
            Map<String, String> details);

    /** The registered kinds in order of name. */
    List<ResourceKind<?>> kinds();

    /**
     * A kind by its name, plural or short name, whatever the case.
     *
     * @throws InvalidResource when there is none, with the nearest name
     */
    ResourceKind<?> kind(String anyName);

    StoreHealth health();
}
