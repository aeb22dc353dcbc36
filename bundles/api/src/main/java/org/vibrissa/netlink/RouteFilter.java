package org.vibrissa.netlink;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which routes to list; what is empty does not restrict.
 *
 * @param ipv6 family
 * @param table routing table
 * @param protocol who made them
 * @param interfaceIndex a device that one of the next hops uses
 * @param type their type
 */
public record RouteFilter(
        Optional<Boolean> ipv6,
        OptionalInt table,
        OptionalInt protocol,
        OptionalInt interfaceIndex,
        Optional<Route.RouteType> type) {

    /** Everything. */
    public static RouteFilter all() {
        return new RouteFilter(
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty());
    }

    /** Only this family. */
    public RouteFilter family(boolean v6) {
        return new RouteFilter(Optional.of(v6), table, protocol, interfaceIndex, type);
    }

    /** Only this table. */
    public RouteFilter inTable(int value) {
        return new RouteFilter(ipv6, OptionalInt.of(value), protocol, interfaceIndex, type);
    }

    /** Only of this protocol. */
    public RouteFilter ofProtocol(int value) {
        return new RouteFilter(ipv6, table, OptionalInt.of(value), interfaceIndex, type);
    }

    /** Only by this device. */
    public RouteFilter byInterface(int value) {
        return new RouteFilter(ipv6, table, protocol, OptionalInt.of(value), type);
    }

    /** Only of this type. */
    public RouteFilter ofType(Route.RouteType value) {
        return new RouteFilter(ipv6, table, protocol, interfaceIndex, Optional.of(value));
    }

    /** Whether the route passes. */
    public boolean passes(Route route) {
        return ipv6.map(v6 -> v6 == route.destination().isIpv6()).orElse(true)
                && (table.isEmpty() || table.getAsInt() == route.table())
                && (protocol.isEmpty() || protocol.getAsInt() == route.protocol())
                && type.map(t -> t == route.type()).orElse(true)
                && (interfaceIndex.isEmpty()
                        || route.nextHops().stream()
                                .anyMatch(h -> h.interfaceIndex() == interfaceIndex.getAsInt()));
    }
}
