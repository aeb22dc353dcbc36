package org.vibrissa.node;

import org.osgi.annotation.versioning.ProviderType;
import org.vibrissa.state.Subscription;

/**
 * The largest packet that gets to every other host: smallest underlay MTU less the largest overhead
 * of the modes that are accepted. Routes of endpoints to the outside carry it. Thread safe.
 */
@ProviderType
public interface PathMtu {
    /** Bytes of IP; 0 while no other host is known. */
    int bytes();

    /**
     * Calls {@code changed} once the other hosts are known, which is now or soon after the start,
     * and after each change. Before the first call {@link #bytes()} means nothing.
     *
     * @param name the thread's name
     */
    Subscription watch(String name, Runnable changed);
}
