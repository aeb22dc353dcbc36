package org.vibrissa.netlink.internal;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.netlink.ForwardingEntry;
import org.vibrissa.netlink.Neighbour;
import org.vibrissa.netlink.Neighbour.NeighbourFlag;
import org.vibrissa.netlink.Neighbour.NeighbourState;

/** RTM_*NEIGH (struct ndmsg and NDA_*). */
final class NeighbourCodec {
    static final int HEADER = 12;
    private static final int NDA_DST = 1;
    private static final int NDA_LLADDR = 2;
    private static final int NDA_VNI = 7;
    private static final int NDA_IFINDEX = 8;
    private static final int NDA_PROTOCOL = 12;
    private static final int NDA_FLAGS_EXT = 15;

    /** Where the bits of NDA_FLAGS_EXT stand behind those of the header. */
    private static final int EXT_SHIFT = 8;

    /** Flags which a request may carry; the rest are the kernel's findings. */
    private static final Set<NeighbourFlag> SETTABLE =
            Set.of(
                    NeighbourFlag.PROXY,
                    NeighbourFlag.ROUTER,
                    NeighbourFlag.EXT_LEARNED,
                    NeighbourFlag.MANAGED);

    private NeighbourCodec() {}

    /** Empty for what is no IP neighbour. */
    static Optional<Neighbour> decode(Message message) {
        if (!Rtm.isIp(message.family())) {
            return Optional.empty();
        }
        ByteBuffer header = message.header(HEADER);
        Attributes attributes = message.attributes(HEADER);
        int index = header.getInt(4);
        NeighbourState state = state(header.getShort(8) & 0xffff);
        int bits = header.get(10) & 0xff | attributes.u32(NDA_FLAGS_EXT).orElse(0) << EXT_SHIFT;
        Set<NeighbourFlag> flags = flags(bits);
        int protocol = attributes.u8(NDA_PROTOCOL).orElse(0);
        return attributes
                .address(NDA_DST, message.family() == Rtm.AF_INET6)
                .map(
                        ip ->
                                new Neighbour(
                                        index,
                                        ip,
                                        attributes.mac(NDA_LLADDR),
                                        state,
                                        flags,
                                        protocol));
    }

    private static NeighbourState state(int bits) {
        for (NeighbourState state : NeighbourState.values()) {
            if ((bits & state.bit()) != 0) {
                return state;
            }
        }
        return NeighbourState.NONE;
    }

    private static Set<NeighbourFlag> flags(int bits) {
        EnumSet<NeighbourFlag> flags = EnumSet.noneOf(NeighbourFlag.class);
        for (NeighbourFlag flag : NeighbourFlag.values()) {
            if ((bits & flag.bit()) != 0) {
                flags.add(flag);
            }
        }
        return flags;
    }

    static void encode(MessageWriter out, Neighbour neighbour) {
        int flags =
                neighbour.flags().stream()
                        .filter(SETTABLE::contains)
                        .mapToInt(NeighbourFlag::bit)
                        .reduce(0, (a, b) -> a | b);
        int family = Rtm.family(IpAddresses.isIpv6(neighbour.address()));
        header(out, family, neighbour.interfaceIndex(), neighbour.state().bit(), flags & 0xff);
        out.attribute(NDA_DST, neighbour.address());
        neighbour.mac().ifPresent(mac -> out.attribute(NDA_LLADDR, mac.toBytes()));
        if (neighbour.protocol() != 0) {
            out.attribute8(NDA_PROTOCOL, neighbour.protocol());
        }
        if (flags >> EXT_SHIFT != 0) {
            out.attribute32(NDA_FLAGS_EXT, flags >> EXT_SHIFT);
        }
    }

    /** Empty for entries that the kernel learned and will forget. */
    static Optional<ForwardingEntry> decodeForwarding(Message message) {
        ByteBuffer header = message.header(HEADER);
        int lasting = NeighbourState.PERMANENT.bit() | NeighbourState.NOARP.bit();
        if (message.family() != Rtm.AF_BRIDGE || (header.getShort(8) & lasting) == 0) {
            return Optional.empty();
        }
        Attributes attributes = message.attributes(HEADER);
        return attributes
                .mac(NDA_LLADDR)
                .map(
                        mac ->
                                new ForwardingEntry(
                                        header.getInt(4),
                                        mac,
                                        attributes.address(NDA_DST),
                                        attributes.u32(NDA_VNI)));
    }

    static void encode(MessageWriter out, ForwardingEntry entry) {
        boolean tunnel = entry.remote().isPresent();
        header(
                out,
                Rtm.AF_BRIDGE,
                entry.interfaceIndex(),
                tunnel ? NeighbourState.PERMANENT.bit() : NeighbourState.NOARP.bit(),
                tunnel ? NeighbourFlag.SELF.bit() : NeighbourFlag.MASTER.bit());
        out.attribute(NDA_LLADDR, entry.mac().toBytes());
        entry.remote().ifPresent(remote -> out.attribute(NDA_DST, remote));
        entry.vni().ifPresent(vni -> out.attribute32(NDA_VNI, vni));
    }

    static void filter(MessageWriter out, int family, int interfaceIndex, boolean proxies) {
        header(out, family, 0, 0, proxies ? NeighbourFlag.PROXY.bit() : 0);
        if (interfaceIndex != 0) {
            out.attribute32(NDA_IFINDEX, interfaceIndex);
        }
    }

    private static void header(MessageWriter out, int family, int index, int state, int flags) {
        out.u8(family).u8(0).u16(0).u32(index).u16(state).u8(flags).u8(0);
    }
}
