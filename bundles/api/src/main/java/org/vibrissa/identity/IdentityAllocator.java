package org.vibrissa.identity;

import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;
import org.vibrissa.state.Subscription;

/**
 * A way in which the hosts of a fleet agree on numbers. Each way to share the fleet's resources
 * brings a service of this, as with {@link org.vibrissa.fleet.Coordinator}. Thread safe.
 */
@ProviderType
public interface IdentityAllocator {
    /** In a word, for people: {@code etcd}. */
    String name();

    /** Whether this host's fleet agrees this way now. */
    boolean inUse();

    /** Of several that are in use the one with the highest number counts. */
    int precedence();

    /**
     * Says which sets this host uses, whole. Returns at once. Every allocator is told, in use or
     * not, so that it knows when it becomes the one.
     */
    void use(Set<Labels> sets);

    /** What is agreed now. */
    Allotment allotment();

    /**
     * Calls {@code changed} now, and after each change of {@link #inUse()} and {@link
     * #allotment()}, never twice at once.
     *
     * @param name the thread's name
     */
    Subscription watch(String name, Runnable changed);
}
