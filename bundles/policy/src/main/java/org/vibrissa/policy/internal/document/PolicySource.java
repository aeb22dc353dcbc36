package org.vibrissa.policy.internal.document;

import org.vibrissa.state.Subscription;

/** The policies of the store, translated, with their CIDR groups resolved. */
public interface PolicySource {
    /**
     * Tells the listener everything, says initialised, then tells each change.
     *
     * @param name of the follower, for logs
     */
    Subscription follow(String name, PolicyListener listener);
}
