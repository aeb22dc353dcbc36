package org.vibrissa.netlink;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.vibrissa.net.IpPrefix;

/**
 * A route. Make one by {@link #to} and the {@code with} methods.
 *
 * @param destination network it is for; a /0 is the default route
 * @param type what happens to the packet
 * @param nextHops where it goes: none for blackhole and the like, one, or several by weight
 * @param source preferred source address
 * @param mtu path MTU metric in bytes; 0 when not set
 * @param scope reach of the destination; for IPv6 always UNIVERSE
 * @param table routing table, 1 to 4294967295 as unsigned; 254 is main, 255 local
 * @param protocol who made it, 0 to 255; 3 boot, 4 static
 * @param metric preference, lower first; the kernel sets 1024 for an IPv6 route with 0
 */
public record Route(
        IpPrefix destination,
        RouteType type,
        List<NextHop> nextHops,
        Optional<InetAddress> source,
        int mtu,
        Scope scope,
        int table,
        int protocol,
        int metric) {

    /** The main table. */
    public static final int TABLE_MAIN = 254;

    /** The table of local and broadcast addresses. */
    public static final int TABLE_LOCAL = 255;

    /** The protocol of routes made by an administrator. */
    public static final int PROTOCOL_STATIC = 4;

    /** Checks families and ranges; copies the list. */
    public Route {
        nextHops = List.copyOf(nextHops);
        if (!destination.isNetwork()) {
            throw new IllegalArgumentException(
                    "route destination %s has host bits set; the network is %s"
                            .formatted(destination, destination.network()));
        }
        if (protocol < 0 || protocol > 255) {
            throw new IllegalArgumentException("route protocol must be 0 to 255, not " + protocol);
        }
        if (mtu < 0) {
            throw new IllegalArgumentException("route mtu must not be negative: " + mtu);
        }
    }

    /** A unicast route of table main, protocol static, which still lacks its next hop. */
    public static Route to(IpPrefix destination) {
        return new Route(
                destination,
                RouteType.UNICAST,
                List.of(),
                Optional.empty(),
                0,
                Scope.UNIVERSE,
                TABLE_MAIN,
                PROTOCOL_STATIC,
                0);
    }

    /** Straight onto a device, without gateway; link scope for IPv4. */
    public Route dev(int interfaceIndex) {
        return withNextHops(List.of(NextHop.dev(interfaceIndex)))
                .withScope(destination.isIpv6() ? Scope.UNIVERSE : Scope.LINK);
    }

    /** By a gateway on a device. */
    public Route via(InetAddress gateway, int interfaceIndex) {
        return withNextHops(List.of(NextHop.via(gateway, interfaceIndex)));
    }

    /** By a gateway on a device, reachable there although no prefix says so. */
    public Route viaOnlink(InetAddress gateway, int interfaceIndex) {
        return withNextHops(List.of(NextHop.via(gateway, interfaceIndex).asOnlink()));
    }

    /** With these next hops. */
    public Route withNextHops(List<NextHop> value) {
        return new Route(destination, type, value, source, mtu, scope, table, protocol, metric);
    }

    /** With this type. */
    public Route withType(RouteType value) {
        return new Route(destination, value, nextHops, source, mtu, scope, table, protocol, metric);
    }

    /** With this preferred source address. */
    public Route withSource(InetAddress value) {
        return new Route(
                destination,
                type,
                nextHops,
                Optional.of(value),
                mtu,
                scope,
                table,
                protocol,
                metric);
    }

    /** With this path MTU in bytes. */
    public Route withMtu(int value) {
        return new Route(
                destination, type, nextHops, source, value, scope, table, protocol, metric);
    }

    /** With this scope. */
    public Route withScope(Scope value) {
        return new Route(destination, type, nextHops, source, mtu, value, table, protocol, metric);
    }

    /** In this table. */
    public Route withTable(int value) {
        return new Route(destination, type, nextHops, source, mtu, scope, value, protocol, metric);
    }

    /** Marked as made by this protocol number. */
    public Route withProtocol(int value) {
        return new Route(destination, type, nextHops, source, mtu, scope, table, value, metric);
    }

    /** With this preference. */
    public Route withMetric(int value) {
        return new Route(destination, type, nextHops, source, mtu, scope, table, protocol, value);
    }

    /** The gateway of a route with one next hop. */
    public Optional<InetAddress> gateway() {
        return nextHops.size() == 1 ? nextHops.get(0).gateway() : Optional.empty();
    }

    /** The device of a route with one next hop, else 0. */
    public int interfaceIndex() {
        return nextHops.size() == 1 ? nextHops.get(0).interfaceIndex() : 0;
    }

    /** What happens to a packet, in the kernel's numbering. */
    public enum RouteType {
        /** Unspecified. */
        UNSPECIFIED,
        /** Sent on. */
        UNICAST,
        /** Delivered here. */
        LOCAL,
        /** Broadcast. */
        BROADCAST,
        /** Any of several hosts. */
        ANYCAST,
        /** Multicast. */
        MULTICAST,
        /** Dropped silently. */
        BLACKHOLE,
        /** Dropped, with an ICMP unreachable. */
        UNREACHABLE,
        /** Dropped, with an ICMP prohibited. */
        PROHIBIT,
        /** Look in the next table. */
        THROW,
        /** Address translation (historic). */
        NAT,
        /** Decided elsewhere. */
        XRESOLVE
    }
}
