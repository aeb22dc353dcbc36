package org.vibrissa.endpoint;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Attaches what judges the packets of a cgroup's processes. The bundle that has such programs
 * registers a service of this; endpoints of kind cgroup are pending until then.
 */
@ProviderType
public interface CgroupEnforcer {
    /**
     * Puts the endpoint in force on a cgroup; the same again is no change, and another number or
     * identity replaces what is there without a gap.
     *
     * @param endpoint its number and identity
     * @param cgroup a folder under the cgroup2 mount, which exists
     * @throws RuntimeException when it cannot, with a message for people; the endpoint waits and it
     *     is tried again
     */
    void attach(LocalEndpoint endpoint, Path cgroup);

    /** Takes it off; no error when the cgroup is gone or it was not attached. */
    void detach(LocalEndpoint endpoint);
}
