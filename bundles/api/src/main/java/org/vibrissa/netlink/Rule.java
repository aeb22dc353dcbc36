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
        return new Rule(
                ipv6,
                priority,
                action,
                table,
                Optional.of(value),
                to,
                inputInterface,
                outputInterface,
                mark,
                markMask,
                invert,
                protocol);
    }

    /** Only to this prefix. */
    public Rule withTo(IpPrefix value) {
        return new Rule(
                ipv6,
                priority,
                action,
                table,
                from,
                Optional.of(value),
                inputInterface,
                outputInterface,
                mark,
                markMask,
                invert,
                protocol);
    }

    /** Only what came in by the device of this name. */
    public Rule withInputInterface(String value) {
        return new Rule(
                ipv6,
                priority,
                action,
                table,
                from,
                to,
                value,
                outputInterface,
                mark,
                markMask,
                invert,
                protocol);
    }

    /** Only packets whose mark has this value in the bits of the mask. */
    public Rule withMark(long value, long mask) {
        return new Rule(
                ipv6,
                priority,
                action,
                table,
                from,
                to,
                inputInterface,
                outputInterface,
                OptionalLong.of(value),
                mask,
                invert,
                protocol);
    }

    /** With this action. */
    public Rule withAction(RuleAction value) {
        return new Rule(
                ipv6,
                priority,
                value,
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

    /** Marked as made by this protocol number. */
    public Rule withProtocol(int value) {
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
                value);
    }
}
