package org.vibrissa.netlink.internal;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.MacAddress;
import org.vibrissa.netlink.GeneveSpec;
import org.vibrissa.netlink.VethSpec;
import org.vibrissa.netlink.VxlanSettings;
import org.vibrissa.netlink.VxlanSpec;

/** Writes RTM_NEWLINK requests that create interfaces. */
final class LinkCreation {
    private LinkCreation() {}

    static void veth(MessageWriter out, VethSpec spec) {
        common(out, spec.name(), spec.mac(), spec.mtu());
        int info = out.nest(LinkCodec.IFLA_LINKINFO);
        out.attribute(LinkCodec.INFO_KIND, "veth");
        int data = out.nest(LinkCodec.INFO_DATA);
        int peer = out.nest(LinkCodec.VETH_INFO_PEER);
        common(out, spec.peerName(), spec.peerMac(), spec.mtu());
        spec.peerNamespace().ifPresent(ns -> out.attribute32(LinkCodec.IFLA_NET_NS_FD, ns.fd()));
        out.end(peer);
        out.end(data);
        out.end(info);
    }

    static void vxlan(MessageWriter out, VxlanSpec spec) {
        common(out, spec.name(), spec.mac(), spec.mtu());
        int info = out.nest(LinkCodec.IFLA_LINKINFO);
        out.attribute(LinkCodec.INFO_KIND, "vxlan");
        int data = out.nest(LinkCodec.INFO_DATA);
        settings(out, spec.settings());
        out.end(data);
        out.end(info);
    }

    static void geneve(MessageWriter out, GeneveSpec spec) {
        common(out, spec.name(), Optional.empty(), OptionalInt.empty());
        int info = out.nest(LinkCodec.IFLA_LINKINFO);
        out.attribute(LinkCodec.INFO_KIND, "geneve");
        int data = out.nest(LinkCodec.INFO_DATA);
        out.attributeBigEndian16(LinkCodec.GENEVE_PORT, spec.port());
        out.attribute(LinkCodec.GENEVE_COLLECT_METADATA, new byte[0]);
        out.attribute8(LinkCodec.GENEVE_UDP_ZERO_CSUM6_RX, 1);
        out.end(data);
        out.end(info);
    }

    private static void settings(MessageWriter out, VxlanSettings vxlan) {
        out.attribute32(LinkCodec.VXLAN_ID, vxlan.vni());
        if (vxlan.external()) {
            out.attribute8(LinkCodec.VXLAN_COLLECT_METADATA, 1);
        }
        vxlan.local().ifPresent(a -> address(out, LinkCodec.VXLAN_LOCAL, a));
        vxlan.remote().ifPresent(a -> address(out, LinkCodec.VXLAN_GROUP, a));
        vxlan.lower().ifPresent(index -> out.attribute32(LinkCodec.VXLAN_LINK, index));
        out.attributeBigEndian16(LinkCodec.VXLAN_PORT, vxlan.port());
        out.attribute8(LinkCodec.VXLAN_LEARNING, bit(vxlan.learning()));
        out.attribute8(LinkCodec.VXLAN_UDP_CSUM, bit(vxlan.udpChecksum()));
        out.attribute8(LinkCodec.VXLAN_UDP_ZERO_CSUM6_TX, bit(vxlan.udp6ZeroTx()));
        out.attribute8(LinkCodec.VXLAN_UDP_ZERO_CSUM6_RX, bit(vxlan.udp6ZeroRx()));
    }

    private static void address(MessageWriter out, int ipv4Type, InetAddress address) {
        int ipv6Type =
                ipv4Type == LinkCodec.VXLAN_LOCAL ? LinkCodec.VXLAN_LOCAL6 : LinkCodec.VXLAN_GROUP6;
        out.attribute(IpAddresses.isIpv6(address) ? ipv6Type : ipv4Type, address);
    }

    private static int bit(boolean value) {
        return value ? 1 : 0;
    }

    private static void common(
            MessageWriter out, String name, Optional<MacAddress> mac, OptionalInt mtu) {
        header(out, 0, 0, 0);
        out.attribute(LinkCodec.IFLA_IFNAME, name);
        mac.ifPresent(m -> out.attribute(LinkCodec.IFLA_ADDRESS, m.toBytes()));
        mtu.ifPresent(m -> out.attribute32(LinkCodec.IFLA_MTU, m));
    }

    /** struct ifinfomsg */
    static void header(MessageWriter out, int index, int flags, int changed) {
        out.u8(Rtm.AF_UNSPEC).u8(0).u16(0).u32(index).u32(flags).u32(changed);
    }
}
