package org.vibrissa.netlink;

/** A change in a namespace, as the kernel reported it. */
public sealed interface NetlinkEvent {
    /** An interface is new or something about it is. */
    record LinkChanged(Link link) implements NetlinkEvent {}

    /** An interface has gone, or moved to another namespace. */
    record LinkRemoved(Link link) implements NetlinkEvent {}

    /** An address is new or changed. */
    record AddressChanged(InterfaceAddress address) implements NetlinkEvent {}

    /** An address has gone. */
    record AddressRemoved(InterfaceAddress address) implements NetlinkEvent {}

    /** A route is new or was replaced. */
    record RouteChanged(Route route) implements NetlinkEvent {}

    /** A route has gone. The kernel does not report IPv4 routes that went with their interface. */
    record RouteRemoved(Route route) implements NetlinkEvent {}

    /** A neighbour is new or changed state. */
    record NeighbourChanged(Neighbour neighbour) implements NetlinkEvent {}

    /** A neighbour has gone. */
    record NeighbourRemoved(Neighbour neighbour) implements NetlinkEvent {}

    /**
     * Events were lost: list everything anew.
     *
     * @param reason why, for the log
     * @param total how often this has happened to the subscription, this time included
     */
    record Resync(String reason, long total) implements NetlinkEvent {}
}
