package org.vibrissa.netlink.internal;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.netlink.NextHop;
import org.vibrissa.netlink.Route;
import org.vibrissa.netlink.RouteFilter;

/** Writes RTM_*ROUTE requests. */
final class RouteEncoder {
    private static final int RTM_F_LOOKUP_TABLE = 0x1000;
    private static final int RTM_F_FIB_MATCH = 0x2000;
    private static final int SCOPE_ANY = 255;

    private RouteEncoder() {}

    static void route(MessageWriter out, Route route) {
        body(out, route, route.scope().number());
    }

    /** To delete: the scope does not matter, since it follows from the rest. */
    static void match(MessageWriter out, Route route) {
        body(out, route, SCOPE_ANY);
    }

    private static void body(MessageWriter out, Route route, int scope) {
        boolean ipv6 = route.destination().isIpv6();
        boolean single = route.nextHops().size() == 1;
        boolean onlink = single && route.nextHops().get(0).onlink();
        header(
                out,
                ipv6,
                route.destination().length(),
                shortTable(route.table()),
                route.protocol(),
                scope,
                route.type().ordinal(),
                onlink ? RouteDecoder.RTNH_F_ONLINK : 0);
        if (route.destination().length() > 0) {
            out.attribute(RouteDecoder.RTA_DST, route.destination().address());
        }
        out.attribute32(RouteDecoder.RTA_TABLE, route.table());
        if (route.metric() != 0) {
            out.attribute32(RouteDecoder.RTA_PRIORITY, route.metric());
        }
        route.source().ifPresent(source -> out.attribute(RouteDecoder.RTA_PREFSRC, source));
        if (route.mtu() > 0) {
            int metrics = out.nest(RouteDecoder.RTA_METRICS);
            out.attribute32(RouteDecoder.RTAX_MTU, route.mtu());
            out.end(metrics);
        }
        if (single) {
            NextHop hop = route.nextHops().get(0);
            gateway(out, ipv6, hop);
            if (hop.interfaceIndex() != 0) {
                out.attribute32(RouteDecoder.RTA_OIF, hop.interfaceIndex());
            }
        } else if (!route.nextHops().isEmpty()) {
            multipath(out, ipv6, route);
        }
    }

    private static void multipath(MessageWriter out, boolean ipv6, Route route) {
        int all = out.nest(RouteDecoder.RTA_MULTIPATH);
        for (NextHop hop : route.nextHops()) {
            int one = out.start();
            out.u8(hop.onlink() ? RouteDecoder.RTNH_F_ONLINK : 0).u8(hop.weight() - 1);
            out.u32(hop.interfaceIndex());
            gateway(out, ipv6, hop);
            out.end(one);
        }
        out.end(all);
    }

    private static void gateway(MessageWriter out, boolean ipv6, NextHop hop) {
        if (hop.gateway().isEmpty()) {
            return;
        }
        InetAddress gateway = hop.gateway().get();
        if (IpAddresses.isIpv6(gateway) == ipv6) {
            out.attribute(RouteDecoder.RTA_GATEWAY, gateway);
        } else if (ipv6) {
            throw new IllegalArgumentException(
                    "an IPv6 route cannot have the IPv4 gateway " + IpAddresses.format(gateway));
        } else {
            byte[] via =
                    ByteBuffer.allocate(18)
                            .order(ByteOrder.nativeOrder())
                            .putShort((short) Rtm.AF_INET6)
                            .put(gateway.getAddress())
                            .array();
            out.attribute(RouteDecoder.RTA_VIA, via);
        }
    }

    static void filter(MessageWriter out, boolean ipv6, RouteFilter filter) {
        int protocol = filter.protocol().orElse(0);
        int type = filter.type().map(Enum::ordinal).orElse(0);
        int table = filter.table().orElse(0);
        header(out, ipv6, 0, shortTable(table), protocol, 0, type, 0);
        if (table != 0) {
            out.attribute32(RouteDecoder.RTA_TABLE, table);
        }
        filter.interfaceIndex().ifPresent(index -> out.attribute32(RouteDecoder.RTA_OIF, index));
    }

    /** Only IPv4 wants to be asked for the table that decided; IPv6 tells it anyway. */
    static void lookup(MessageWriter out, InetAddress destination) {
        boolean ipv6 = IpAddresses.isIpv6(destination);
        int bits = IpAddresses.bits(destination);
        header(out, ipv6, bits, 0, 0, 0, 0, ipv6 ? 0 : RTM_F_LOOKUP_TABLE);
        out.attribute(RouteDecoder.RTA_DST, destination);
    }

    /** As a lookup, answered by the table's entry in place of the way that was chosen. */
    static void fibMatch(MessageWriter out, InetAddress destination) {
        boolean ipv6 = IpAddresses.isIpv6(destination);
        header(out, ipv6, IpAddresses.bits(destination), 0, 0, 0, 0, RTM_F_FIB_MATCH);
        out.attribute(RouteDecoder.RTA_DST, destination);
    }

    /** Tables above 255 are told by attribute only. */
    private static int shortTable(int table) {
        return table >= 0 && table < 256 ? table : 0;
    }

    /** struct rtmsg */
    private static void header(
            MessageWriter out,
            boolean ipv6,
            int length,
            int table,
            int protocol,
            int scope,
            int type,
            int flags) {
        out.u8(Rtm.family(ipv6)).u8(length).u8(0).u8(0);
        out.u8(table).u8(protocol).u8(scope).u8(type).u32(flags);
    }
}
