package org.vibrissa.netlink.internal;

import org.vibrissa.netlink.NetlinkException;

/** Deleting what is not there is no failure. */
final class Absence {
    private Absence() {}

    /** Returns false when the deletion failed only because there was nothing to delete. */
    static boolean tolerated(Runnable deletion) {
        try {
            deletion.run();
            return true;
        } catch (NetlinkException e) {
            if (e.isAbsent()) {
                return false;
            }
            throw e;
        }
    }
}
