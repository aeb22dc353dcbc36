package org.vibrissa.fleet;

import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/** Which hosts hold a lease in the fleet's store. Thread safe. */
@ProviderType
public interface Liveness {
    /** Whether {@link #alive()} can be relied on: the store is in use and answers. */
    boolean known();

    /** Names of the hosts whose lease is in force, as last heard; this one among them. */
    Set<String> alive();
}
