package org.vibrissa.state;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Follows resources; called on its watch's own thread, one call at a time. An exception is logged
 * and counted in {@link StoreHealth}, and the watch goes on with the next event.
 */
@ConsumerType
public interface ResourceListener {
    /** First for everything that exists, as {@link ChangeType#ADDED}, then for each change. */
    void changed(ResourceEvent event);

    /** Everything that exists was delivered; from now on it is safe to prune. Called once. */
    default void initialised() {}
}
