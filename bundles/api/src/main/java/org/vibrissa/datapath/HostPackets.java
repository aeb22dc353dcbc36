package org.vibrissa.datapath;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Whether the host's own packets by underlay devices take part: what comes for it there, and what
 * it sends there. They are tracked and come to the policy slot as those of endpoint number 0. What
 * it exchanges with its own endpoints always does. Thread safe.
 */
@ProviderType
public interface HostPackets {
    /**
     * Says so. To be called before the host's first policy is in force, so that flows of before are
     * known by who began them, and with false after its last one is not. Idempotent; outlives the
     * daemon.
     *
     * <p>The first time each underlay device gets a root at egress. It stays when this is switched
     * off, since a change of policy detaches nothing, and lets all pass then.
     */
    void judge(boolean on);
}
