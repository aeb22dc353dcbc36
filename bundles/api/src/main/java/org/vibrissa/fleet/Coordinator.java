package org.vibrissa.fleet;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;
import org.vibrissa.state.Document;
import org.vibrissa.state.ResourceKey;

/**
 * Which host does the work of the whole fleet: at most one at a time. Each way to share the fleet's
 * resources brings a service of this: with etcd a lease chooses, among peers it is the member that
 * first held the CA key. There without a fleet too, and then nobody leads. Thread safe.
 */
@ProviderType
public interface Coordinator {
    /** Whether this host's fleet chooses its coordinator this way now. */
    boolean inUse();

    /** Of several that are in use the one with the highest number counts. */
    int precedence();

    /**
     * Whether this host leads now. False as soon as the lease may have ended by this host's own
     * clock, so that two never lead at once; ask again before each step.
     */
    boolean isLeader();

    /** The leading host's name as last heard; empty when nobody leads. */
    Optional<String> leader();

    /** Why nobody leads as far as this host can tell, for people; empty when somebody does. */
    Optional<String> vacancy();

    /**
     * Whether a host has been dead for so long that what was assigned to it may be given to others.
     * Only the leader knows; it counts by its own watch from the first question on, so ask at least
     * every few seconds. Not to be asked about this host.
     */
    boolean gone(String node);

    /**
     * Creates and deletes fleet-wide resources in the fleet's store, all or none: only while this
     * host leads, none of the created ones exists, and none of the hosts named as gone has come
     * back. What is created may take a moment to be in this host's own store.
     *
     * @param creates complete documents of managed kinds, {@value #MOST} with the deletes at most
     * @param gone hosts whose resources are deleted
     * @throws FleetException when a condition does not hold ({@code REFUSED}: nothing was changed),
     *     or the fleet's store does not answer (it may have been carried out)
     */
    void commit(List<Document> creates, Collection<ResourceKey> deletes, Set<String> gone)
            throws FleetException;

    /** Most changes of one commit. */
    int MOST = 100;
}
