package org.vibrissa.netlink.internal;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.netlink.NextHop;
import org.vibrissa.netlink.Route;
import org.vibrissa.netlink.Route.RouteType;
import org.vibrissa.netlink.Scope;

/** Reads RTM_NEWROUTE and RTM_DELROUTE (struct rtmsg and RTA_*). */
final class RouteDecoder {
    static final int HEADER = 12;
    static final int RTA_DST = 1;
    static final int RTA_OIF = 4;
    static final int RTA_GATEWAY = 5;
    static final int RTA_PRIORITY = 6;
    static final int RTA_PREFSRC = 7;
    static final int RTA_METRICS = 8;
    static final int RTA_MULTIPATH = 9;
    static final int RTA_TABLE = 15;
    static final int RTA_VIA = 18;
    static final int RTAX_MTU = 2;
    static final int RTM_F_CLONED = 0x200;
    static final int RTNH_F_ONLINK = 4;
    private static final int NEXT_HOP_HEADER = 8;

    private RouteDecoder() {}

    /** Empty for what is no IP route, and for cached entries. */
    static Optional<Route> decode(Message message) {
        if (!Rtm.isIp(message.family())) {
            return Optional.empty();
        }
        ByteBuffer header = message.header(HEADER);
        boolean cached = (header.getInt(8) & RTM_F_CLONED) != 0;
        return cached ? Optional.empty() : Optional.of(read(message));
    }

    /** The route of a message that is known to be about one, cached or not. */
    static Route read(Message message) {
        ByteBuffer header = message.header(HEADER);
        Attributes attributes = message.attributes(HEADER);
        boolean ipv6 = message.family() == Rtm.AF_INET6;
        RouteType type = type(header.get(7) & 0xff);
        return new Route(
                destination(attributes, ipv6, header.get(1) & 0xff),
                type,
                nextHops(attributes, header.getInt(8), type),
                attributes.address(RTA_PREFSRC, ipv6),
                Math.max(0, attributes.nested(RTA_METRICS).u32(RTAX_MTU).orElse(0)),
                Scope.of(header.get(6) & 0xff),
                attributes.u32(RTA_TABLE).orElse(header.get(4) & 0xff),
                header.get(5) & 0xff,
                attributes.u32(RTA_PRIORITY).orElse(0));
    }

    private static IpPrefix destination(Attributes attributes, boolean ipv6, int length) {
        InetAddress address =
                attributes.address(RTA_DST, ipv6).orElseGet(() -> IpAddresses.unspecified(ipv6));
        return AddressCodec.prefix(address, length).network();
    }

    private static RouteType type(int number) {
        RouteType[] all = RouteType.values();
        return number < all.length ? all[number] : RouteType.UNSPECIFIED;
    }

    /** What drops packets has no next hop, though IPv6 hangs it on the loopback device. */
    private static List<NextHop> nextHops(Attributes attributes, int flags, RouteType type) {
        switch (type) {
            case BLACKHOLE, UNREACHABLE, PROHIBIT, THROW -> {
                return List.of();
            }
            default -> {}
        }
        Optional<ByteBuffer> several = attributes.find(RTA_MULTIPATH);
        if (several.isPresent()) {
            return multipath(several.get());
        }
        int device = attributes.u32(RTA_OIF).orElse(0);
        Optional<InetAddress> gateway = gateway(attributes);
        return device == 0 && gateway.isEmpty()
                ? List.of()
                : List.of(new NextHop(gateway, device, (flags & RTNH_F_ONLINK) != 0, 1));
    }

    /** A run of struct rtnexthop, each followed by attributes of its own. */
    private static List<NextHop> multipath(ByteBuffer value) {
        List<NextHop> all = new ArrayList<>();
        int at = 0;
        while (value.limit() - at >= NEXT_HOP_HEADER) {
            int length = value.getShort(at) & 0xffff;
            if (length < NEXT_HOP_HEADER || length > value.limit() - at) {
                throw new MalformedMessage("next hop length " + length);
            }
            int flags = value.get(at + 2) & 0xff;
            int weight = (value.get(at + 3) & 0xff) + 1;
            int device = value.getInt(at + 4);
            Attributes attributes =
                    Attributes.of(
                            Attributes.slice(
                                    value, at + NEXT_HOP_HEADER, length - NEXT_HOP_HEADER));
            all.add(new NextHop(gateway(attributes), device, (flags & RTNH_F_ONLINK) != 0, weight));
            at += MessageWriter.align(length);
        }
        return all;
    }

    /** RTA_VIA is a gateway of the other family: its family, then the address. */
    private static Optional<InetAddress> gateway(Attributes attributes) {
        return attributes
                .address(RTA_GATEWAY)
                .or(
                        () ->
                                attributes
                                        .find(RTA_VIA)
                                        .filter(v -> v.limit() == 6 || v.limit() == 18)
                                        .map(v -> Attributes.slice(v, 2, v.limit() - 2))
                                        .map(Attributes::bytes)
                                        .map(IpAddresses::of));
    }
}
