package org.vibrissa.endpoint.internal.realise;

import org.vibrissa.netlink.Link;
import org.vibrissa.netlink.LinkChange;
import org.vibrissa.netlink.Netlink;

/** A device that somebody else made, such as a VM's tap; it is used, never created or deleted. */
final class HostSideDevice {
    private final Netlink netlink;

    HostSideDevice(Netlink netlink) {
        this.netlink = netlink;
    }

    /**
     * Finds it and sets it up.
     *
     * @throws NotYet when it is not there
     */
    Attached attach(Plan plan) {
        String name = plan.spec().device().orElseThrow();
        Link link =
                netlink.own()
                        .links()
                        .find(name)
                        .orElseThrow(
                                () ->
                                        new NotYet(
                                                "device "
                                                        + name
                                                        + " is not there; the endpoint attaches"
                                                        + " when it appears"));
        if (!link.isUp()) {
            netlink.own().links().change(link.index(), LinkChange.nothing().withUp());
        }
        return new Attached(
                name,
                link.index(),
                plan.spec().mac().orElseThrow(),
                false,
                plan.spec().mtu().orElse(link.mtu()));
    }
}
