package org.vibrissa.state;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The store's content at one revision. Immutable. */
@ProviderType
public interface StoreView {
    /** Grows by one with each durable change; statuses do not count. */
    long revision();

    Optional<Resource> get(ResourceKey key);

    /** All of one kind in order of namespace and name. */
    List<Resource> list(String kind);

    /** All resources in order of kind, namespace and name. */
    List<Resource> all();
}
