package org.vibrissa.netlink.internal;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.netlink.Rule;
import org.vibrissa.netlink.Rule.RuleAction;

/** RTM_*RULE (struct fib_rule_hdr and FRA_*). */
final class RuleCodec {
    static final int HEADER = 12;
    private static final int FRA_DST = 1;
    private static final int FRA_SRC = 2;
    private static final int FRA_IIFNAME = 3;
    private static final int FRA_PRIORITY = 6;
    private static final int FRA_FWMARK = 10;
    private static final int FRA_TABLE = 15;
    private static final int FRA_FWMASK = 16;
    private static final int FRA_OIFNAME = 17;
    private static final int FRA_PROTOCOL = 21;
    private static final int FIB_RULE_INVERT = 2;
    private static final long ALL_BITS = 0xffff_ffffL;

    private RuleCodec() {}

    /** Empty for rules of other families. */
    static Optional<Rule> decode(Message message) {
        if (!Rtm.isIp(message.family())) {
            return Optional.empty();
        }
        ByteBuffer header = message.header(HEADER);
        Attributes attributes = message.attributes(HEADER);
        boolean ipv6 = message.family() == Rtm.AF_INET6;
        OptionalInt mark = attributes.u32(FRA_FWMARK);
        return Optional.of(
                new Rule(
                        ipv6,
                        attributes.u32(FRA_PRIORITY).orElse(0),
                        action(header.get(7) & 0xff),
                        attributes.u32(FRA_TABLE).orElse(header.get(4) & 0xff),
                        prefix(attributes, FRA_SRC, ipv6, header.get(2) & 0xff),
                        prefix(attributes, FRA_DST, ipv6, header.get(1) & 0xff),
                        attributes.text(FRA_IIFNAME),
                        attributes.text(FRA_OIFNAME),
                        mark.isPresent()
                                ? OptionalLong.of(Integer.toUnsignedLong(mark.getAsInt()))
                                : OptionalLong.empty(),
                        Integer.toUnsignedLong(attributes.u32(FRA_FWMASK).orElse((int) ALL_BITS)),
                        (header.getInt(8) & FIB_RULE_INVERT) != 0,
                        attributes.u8(FRA_PROTOCOL).orElse(0)));
    }

    private static RuleAction action(int number) {
        RuleAction[] all = RuleAction.values();
        return number < all.length ? all[number] : RuleAction.UNSPECIFIED;
    }

    private static Optional<IpPrefix> prefix(
            Attributes attributes, int type, boolean ipv6, int length) {
        return attributes.address(type, ipv6).map(address -> AddressCodec.prefix(address, length));
    }

    static void encode(MessageWriter out, Rule rule) {
        out.u8(Rtm.family(rule.ipv6())).u8(length(rule.to())).u8(length(rule.from())).u8(0);
        out.u8(rule.table() >= 0 && rule.table() < 256 ? rule.table() : 0).u8(0).u8(0);
        out.u8(rule.action().ordinal()).u32(rule.invert() ? FIB_RULE_INVERT : 0);
        out.attribute32(FRA_PRIORITY, rule.priority());
        if (rule.action() == RuleAction.LOOKUP) {
            out.attribute32(FRA_TABLE, rule.table());
        }
        rule.to().ifPresent(p -> out.attribute(FRA_DST, p.address()));
        rule.from().ifPresent(p -> out.attribute(FRA_SRC, p.address()));
        if (!rule.inputInterface().isEmpty()) {
            out.attribute(FRA_IIFNAME, rule.inputInterface());
        }
        if (!rule.outputInterface().isEmpty()) {
            out.attribute(FRA_OIFNAME, rule.outputInterface());
        }
        if (rule.mark().isPresent()) {
            out.attribute32(FRA_FWMARK, (int) rule.mark().getAsLong());
            out.attribute32(FRA_FWMASK, (int) rule.markMask());
        }
        out.attribute8(FRA_PROTOCOL, rule.protocol());
    }

    private static int length(Optional<IpPrefix> prefix) {
        return prefix.map(IpPrefix::length).orElse(0);
    }
}
