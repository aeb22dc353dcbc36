package org.vibrissa.fleet.internal.member;

import org.vibrissa.fleet.internal.trust.FleetFolder;
import org.vibrissa.fleet.internal.trust.Identity;
import org.vibrissa.fleet.internal.trust.Tls;

/** Who this host is in the fleet, in its folder and in force. Thread safe. */
final class OwnIdentity {
    private final FleetFolder folder;
    private volatile Identity identity;
    private volatile Tls tls;
    private boolean leaving;

    OwnIdentity(FleetFolder folder, Identity identity) {
        this.folder = folder;
        this.identity = identity;
        tls = Tls.member(identity);
    }

    Identity get() {
        return identity;
    }

    /** By which it speaks with other members. */
    Tls tls() {
        return tls;
    }

    /** Address or port were changed by configuration. */
    synchronized void move(String address) {
        keep(identity.at(address));
    }

    /** From now on the store says who is a member. */
    synchronized void forgetSeeds() {
        if (!identity.seeds().isEmpty() && !leaving) {
            keep(identity.withoutSeeds());
        }
    }

    /** A renewed certificate; not of a host that leaves, whose folder is to stay empty. */
    synchronized void renew(Identity next) {
        if (!leaving) {
            keep(next);
            tls = Tls.member(next);
        }
    }

    private void keep(Identity next) {
        folder.join(next);
        identity = next;
    }

    /** Writes no more from now on, or does again. */
    synchronized void leaving(boolean now) {
        leaving = now;
    }
}
