package org.vibrissa.netlink;

import java.util.Optional;
import java.util.OptionalLong;
import org.vibrissa.net.IpPrefix;

/**
 * A policy routing rule. Make one by {@link #lookup} and the {@code with} methods.
 *
 * @param ipv6 its family
 * @param priority order, 0 first, as unsigned
 * @param action what a match does
 * @param table for LOOKUP the table
 * @param from source prefix
 * @param to destination prefix
 * @param inputInterface name of the incoming device; empty for any
 * @param outputInterface name of the outgoing device of local sockets; empty for any
 * @param mark packet mark, 0 to 4294967295
 * @param markMask bits of the mark that count; only with a mark
 * @param invert whether it matches what it would otherwise not
 * @param protocol who made it, 0 to 255
 */
public record Rule(
        boolean ipv6,
        int priority,
        RuleAction action,
        int table,
        Optional<IpPrefix> from,
        Optional<IpPrefix> to,
        String inputInterface,
        String outputInterface,
        OptionalLong mark,
        long markMask,
        boolean invert,
        int protocol) {

    /** Checks families and ranges. */
    public Rule {
        if (from.map(p -> p.isIpv6() != ipv6).orElse(false)
                || to.map(p -> p.isIpv6() != ipv6).orElse(false)) {
            throw new IllegalArgumentException("a rule's prefixes must be of its own family");
        }
        if (mark.orElse(0) >>> 32 != 0 || markMask >>> 32 != 0) {
            throw new IllegalArgumentException("a mark has 32 bits");
        }
    }

    /** What a match does, in the kernel's numbering. */
    public enum RuleAction {
        /** Unspecified. */
        UNSPECIFIED,
        /** Looks in the table. */
        LOOKUP,
        /** Goes on at another rule. */
        GOTO,
        /** Nothing. */
        NOP,
        /** Reserved. */
        RESERVED_4,
        /** Reserved. */
        RESERVED_5,
        /** Drops silently. */
        BLACKHOLE,
        /** Drops, unreachable. */
        UNREACHABLE,
        /** Drops, prohibited. */
        PROHIBIT
    }

    /** A rule that matches all packets and looks in the table. */
    public static Rule lookup(boolean ipv6, int priority, int table) {
        return new Rule(
                ipv6,
                priority,
                RuleAction.LOOKUP,
                table,
                Optional.empty(),
                Optional.empty(),
                "",
                "",
                OptionalLong.empty(),
                0xffff_ffffL,
                false,
                Route.PROTOCOL_STATIC);
    }

    /** Only from this prefix. */
    public Rule withFrom(IpPrefix value) {
        Parts parts = new Parts(this);
        parts.from = Optional.of(value);
        return parts.whole();
    }

    /** Only to this prefix. */
    public Rule withTo(IpPrefix value) {
        Parts parts = new Parts(this);
        parts.to = Optional.of(value);
        return parts.whole();
    }

    /** Only what came in by the device of this name. */
    public Rule withInputInterface(String value) {
        Parts parts = new Parts(this);
        parts.inputInterface = value;
        return parts.whole();
    }

    /** Only packets whose mark has this value in the bits of the mask. */
    public Rule withMark(long value, long mask) {
        Parts parts = new Parts(this);
        parts.mark = OptionalLong.of(value);
        parts.markMask = mask;
        return parts.whole();
    }

    /** With this action. */
    public Rule withAction(RuleAction value) {
        Parts parts = new Parts(this);
        parts.action = value;
        return parts.whole();
    }

    /** Marked as made by this protocol number. */
    public Rule withProtocol(int value) {
        Parts parts = new Parts(this);
        parts.protocol = value;
        return parts.whole();
    }

    /** The parts one by one, to change some of them. */
    private static final class Parts {
        private boolean ipv6;
        private int priority;
        private RuleAction action;
        private int table;
        private Optional<IpPrefix> from;
        private Optional<IpPrefix> to;
        private String inputInterface;
        private String outputInterface;
        private OptionalLong mark;
        private long markMask;
        private boolean invert;
        private int protocol;

        Parts(Rule rule) {
            ipv6 = rule.ipv6;
            priority = rule.priority;
            action = rule.action;
            table = rule.table;
            from = rule.from;
            to = rule.to;
            inputInterface = rule.inputInterface;
            outputInterface = rule.outputInterface;
            mark = rule.mark;
            markMask = rule.markMask;
            invert = rule.invert;
            protocol = rule.protocol;
        }

        Rule whole() {
            return new Rule(
                    ipv6,
                    priority,
                    action,
                    table,
                    from,
                    to,
                    inputInterface,
                    outputInterface,
                    mark,
                    markMask,
                    invert,
                    protocol);
        }
    }
}
