package org.vibrissa.netlink.internal;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.netlink.InterfaceAddress;
import org.vibrissa.netlink.InterfaceAddress.AddressFlag;
import org.vibrissa.netlink.Scope;

/** RTM_*ADDR (struct ifaddrmsg and IFA_*). */
final class AddressCodec {
    static final int HEADER = 8;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int IFA_FLAGS = 8;

    /** The flags that are the user's to set; the others are the kernel's findings. */
    private static final Set<AddressFlag> SETTABLE =
            Set.of(
                    AddressFlag.NODAD,
                    AddressFlag.OPTIMISTIC,
                    AddressFlag.HOMEADDRESS,
                    AddressFlag.MANAGETEMPADDR,
                    AddressFlag.NOPREFIXROUTE,
                    AddressFlag.MCAUTOJOIN);

    private AddressCodec() {}

    /** Empty when the message is about something other than an IP address. */
    static Optional<InterfaceAddress> decode(Message message) {
        if (!Rtm.isIp(message.family())) {
            return Optional.empty();
        }
        ByteBuffer header = message.header(HEADER);
        boolean ipv6 = message.family() == Rtm.AF_INET6;
        Attributes attributes = message.attributes(HEADER);
        int flags = attributes.u32(IFA_FLAGS).orElse(header.get(2) & 0xff);
        int length = header.get(1) & 0xff;
        int index = header.getInt(4);
        Scope scope = Scope.of(header.get(3) & 0xff);
        return attributes
                .address(IFA_LOCAL, ipv6)
                .or(() -> attributes.address(IFA_ADDRESS, ipv6))
                .map(address -> prefix(address, length))
                .map(prefix -> new InterfaceAddress(index, prefix, scope, flags(flags)));
    }

    static IpPrefix prefix(InetAddress address, int length) {
        if (length > IpAddresses.bits(address)) {
            throw new MalformedMessage("prefix length " + length + " of " + address);
        }
        return new IpPrefix(address, length);
    }

    private static Set<AddressFlag> flags(int bits) {
        EnumSet<AddressFlag> flags = EnumSet.noneOf(AddressFlag.class);
        for (AddressFlag flag : AddressFlag.values()) {
            if ((bits & flag.bit()) != 0) {
                flags.add(flag);
            }
        }
        return flags;
    }

    static void encode(MessageWriter out, InterfaceAddress address) {
        int flags =
                address.flags().stream()
                        .filter(SETTABLE::contains)
                        .mapToInt(AddressFlag::bit)
                        .reduce(0, (a, b) -> a | b);
        IpPrefix prefix = address.prefix();
        header(out, prefix.isIpv6(), prefix.length(), flags, address.scope());
        out.u32(address.interfaceIndex());
        out.attribute(IFA_LOCAL, prefix.address());
        out.attribute(IFA_ADDRESS, prefix.address());
        out.attribute32(IFA_FLAGS, flags);
    }

    static void filter(MessageWriter out, boolean ipv6, int interfaceIndex) {
        header(out, ipv6, 0, 0, Scope.UNIVERSE);
        out.u32(interfaceIndex);
    }

    private static void header(
            MessageWriter out, boolean ipv6, int length, int flags, Scope scope) {
        out.u8(Rtm.family(ipv6)).u8(length).u8(flags & 0xff).u8(scope.number());
    }
}
