package org.vibrissa.netlink.internal;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.netlink.Link;
import org.vibrissa.netlink.Link.LinkFlag;
import org.vibrissa.netlink.Link.OperState;
import org.vibrissa.netlink.LinkStats;
import org.vibrissa.netlink.VxlanSettings;

/** Reads RTM_NEWLINK and RTM_DELLINK (struct ifinfomsg and IFLA_*). */
final class LinkCodec {
    static final int HEADER = 16;
    static final int IFLA_ADDRESS = 1;
    static final int IFLA_IFNAME = 3;
    static final int IFLA_MTU = 4;
    static final int IFLA_LINK = 5;
    static final int IFLA_MASTER = 10;
    static final int IFLA_TXQLEN = 13;
    static final int IFLA_OPERSTATE = 16;
    static final int IFLA_LINKINFO = 18;
    static final int IFLA_IFALIAS = 20;
    static final int IFLA_STATS64 = 23;
    static final int IFLA_AF_SPEC = 26;
    static final int IFLA_NET_NS_FD = 28;
    static final int IFLA_LINK_NETNSID = 37;
    static final int IFLA_PROP_LIST = 52;
    static final int IFLA_ALT_IFNAME = 53;
    static final int IFLA_INET6_ADDR_GEN_MODE = 8;
    static final int INFO_KIND = 1;
    static final int INFO_DATA = 2;
    static final int VETH_INFO_PEER = 1;
    static final int VXLAN_ID = 1;
    static final int VXLAN_GROUP = 2;
    static final int VXLAN_LINK = 3;
    static final int VXLAN_LOCAL = 4;
    static final int VXLAN_LEARNING = 7;
    static final int VXLAN_PORT = 15;
    static final int VXLAN_GROUP6 = 16;
    static final int VXLAN_LOCAL6 = 17;
    static final int VXLAN_UDP_CSUM = 18;
    static final int VXLAN_UDP_ZERO_CSUM6_TX = 19;
    static final int VXLAN_UDP_ZERO_CSUM6_RX = 20;
    static final int VXLAN_COLLECT_METADATA = 25;
    static final int GENEVE_PORT = 5;
    static final int GENEVE_COLLECT_METADATA = 6;
    static final int GENEVE_UDP_ZERO_CSUM6_RX = 10;

    private LinkCodec() {}

    static Link decode(Message message) {
        ByteBuffer header = message.header(HEADER);
        Attributes attributes = message.attributes(HEADER);
        Attributes info = attributes.nested(IFLA_LINKINFO);
        String kind = info.text(INFO_KIND);
        return new Link(
                header.getInt(4),
                attributes.text(IFLA_IFNAME),
                altNames(attributes.nested(IFLA_PROP_LIST)),
                kind,
                header.getShort(2) & 0xffff,
                attributes.mac(IFLA_ADDRESS),
                attributes.u32(IFLA_MTU).orElse(0),
                attributes.u32(IFLA_TXQLEN).orElse(0),
                flags(header.getInt(8)),
                operState(attributes.u8(IFLA_OPERSTATE).orElse(0)),
                attributes.text(IFLA_IFALIAS),
                nonZero(attributes.u32(IFLA_LINK)),
                attributes.u32(IFLA_LINK_NETNSID),
                attributes.u32(IFLA_MASTER),
                kind.equals("vxlan") ? vxlan(info.nested(INFO_DATA)) : Optional.empty(),
                attributes.find(IFLA_STATS64).map(LinkCodec::stats).orElse(LinkStats.ZERO));
    }

    /** A veth of which the peer is not made yet has 0 here. */
    private static OptionalInt nonZero(OptionalInt index) {
        return index.orElse(0) == 0 ? OptionalInt.empty() : index;
    }

    private static List<String> altNames(Attributes properties) {
        return properties.all().stream()
                .filter(a -> a.type() == IFLA_ALT_IFNAME)
                .map(a -> Attributes.text(a.value()))
                .toList();
    }

    private static Set<LinkFlag> flags(int bits) {
        EnumSet<LinkFlag> flags = EnumSet.noneOf(LinkFlag.class);
        LinkFlag[] byBit = LinkFlag.values();
        for (int bit = 0; bit < byBit.length; bit++) {
            if ((bits >>> bit & 1) != 0) {
                flags.add(byBit[bit]);
            }
        }
        return flags;
    }

    private static OperState operState(int number) {
        OperState[] all = OperState.values();
        return number < all.length ? all[number] : OperState.UNKNOWN;
    }

    private static LinkStats stats(ByteBuffer value) {
        if (value.limit() < 64) {
            throw new MalformedMessage("IFLA_STATS64 has " + value.limit() + " bytes");
        }
        return new LinkStats(
                value.getLong(0),
                value.getLong(8),
                value.getLong(16),
                value.getLong(24),
                value.getLong(32),
                value.getLong(40),
                value.getLong(48),
                value.getLong(56));
    }

    private static Optional<VxlanSettings> vxlan(Attributes data) {
        int port = data.bigEndian16(VXLAN_PORT).orElse(0);
        if (port == 0) {
            return Optional.empty();
        }
        boolean external = isOn(data, VXLAN_COLLECT_METADATA);
        Optional<InetAddress> remote = either(data, VXLAN_GROUP, VXLAN_GROUP6);
        return Optional.of(
                new VxlanSettings(
                        external,
                        external ? 0 : data.u32(VXLAN_ID).orElse(0) & 0xff_ffff,
                        port,
                        either(data, VXLAN_LOCAL, VXLAN_LOCAL6),
                        external ? Optional.empty() : remote,
                        nonZero(data.u32(VXLAN_LINK)),
                        isOn(data, VXLAN_LEARNING),
                        isOn(data, VXLAN_UDP_CSUM),
                        isOn(data, VXLAN_UDP_ZERO_CSUM6_TX),
                        isOn(data, VXLAN_UDP_ZERO_CSUM6_RX)));
    }

    /** The kernel reports unset addresses as zeros. */
    private static Optional<InetAddress> either(Attributes data, int ipv4, int ipv6) {
        return data.address(ipv4)
                .or(() -> data.address(ipv6))
                .filter(a -> !a.equals(IpAddresses.unspecified(IpAddresses.isIpv6(a))));
    }

    /** A byte that is not 0, or a flag attribute without value. */
    private static boolean isOn(Attributes data, int type) {
        return data.find(type).map(v -> v.limit() == 0 || v.get(0) != 0).orElse(false);
    }
}
