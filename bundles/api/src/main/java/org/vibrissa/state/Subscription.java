package org.vibrissa.state;

import org.osgi.annotation.versioning.ProviderType;

/** A running watch. */
@ProviderType
public interface Subscription extends AutoCloseable {
    /**
     * Ends the watch. No call to the listener is running or follows when this returns, unless it is
     * called by the listener itself. Idempotent.
     */
    @Override
    void close();
}
