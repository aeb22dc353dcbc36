package org.vibrissa.endpoint;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.vibrissa.state.ResourceKey;

/** The endpoints in force on this host. Thread safe; each call is a snapshot. */
@ProviderType
public interface Endpoints {
    /** In order of id. */
    List<LocalEndpoint> list();

    Optional<LocalEndpoint> get(ResourceKey key);
}
