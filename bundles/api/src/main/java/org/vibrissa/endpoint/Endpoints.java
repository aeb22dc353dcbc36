package org.vibrissa.endpoint;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.TableId;

/** The endpoints in force on this host. Thread safe; each call is a snapshot. */
@ProviderType
public interface Endpoints {
    /** The same as a table of derived state, by resource. */
    TableId<ResourceKey, LocalEndpoint> TABLE =
            new TableId<>("endpoints", ResourceKey.class, LocalEndpoint.class);

    /** In order of id. */
    List<LocalEndpoint> list();

    Optional<LocalEndpoint> get(ResourceKey key);
}
