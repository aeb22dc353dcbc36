package org.vibrissa.netlink;

import org.osgi.annotation.versioning.ProviderType;

/** Service: rtnetlink of the daemon's own namespace, and handles to that of any other. */
@ProviderType
public interface Netlink {
    /** The handle for the daemon's own namespace, shared by all; closing it has no effect. */
    Rtnetlink own();

    /**
     * A handle bound to the namespace. Close it when done: while open it holds the namespace alive.
     *
     * @throws NetlinkException when the namespace cannot be entered
     */
    Rtnetlink open(NetworkNamespace namespace);
}
