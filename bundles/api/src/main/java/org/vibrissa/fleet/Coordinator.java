package org.vibrissa.fleet;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Which host does the work of the whole fleet: at most one at a time, chosen by a lease in the
 * fleet's store. There without such a store too, and then nobody leads. Thread safe.
 */
@ProviderType
public interface Coordinator {
    /**
     * Whether this host leads now. False as soon as the lease may have ended by this host's own
     * clock, so that two never lead at once; ask again before each step.
     */
    boolean isLeader();

    /** The leading host's name as last heard; empty when nobody leads. */
    Optional<String> leader();
}
