package org.vibrissa.node;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.vibrissa.state.Subscription;

/** The other hosts and the path groups of this host. Thread safe; each call is a snapshot. */
@ProviderType
public interface Peers {
    /** In order of name. */
    List<Peer> list();

    Optional<Peer> get(String name);

    /** In order of number; {@code default} is always among them. */
    List<PathGroup> groups();

    Optional<PathGroup> group(String name);

    /**
     * Calls {@code changed} once the peers are known, which is now or soon after the start, and
     * after each change of {@link #list()} or {@link #groups()}, never twice at once. So from the
     * first call on it is safe to prune.
     *
     * @param name the thread's name
     */
    Subscription watch(String name, Runnable changed);
}
