package org.vibrissa.netlink.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.vibrissa.netlink.Rule;
import org.vibrissa.netlink.Rules;

/** Policy routing rules in the namespace of one conversation. */
final class RuleRequests implements Rules {
    private final Conversation kernel;

    RuleRequests(Conversation kernel) {
        this.kernel = kernel;
    }

    @Override
    public void add(Rule rule) {
        kernel.ask(
                "add rule " + describe(rule),
                Rtm.NEWRULE,
                Conversation.CREATE | Conversation.EXCLUSIVE,
                out -> RuleCodec.encode(out, rule));
    }

    @Override
    public boolean delete(Rule rule) {
        return Absence.tolerated(
                () ->
                        kernel.ask(
                                "delete rule " + describe(rule),
                                Rtm.DELRULE,
                                0,
                                out -> RuleCodec.encode(out, rule)));
    }

    private static String describe(Rule rule) {
        return "%s priority %s table %s"
                .formatted(
                        rule.ipv6() ? "IPv6" : "IPv4",
                        Integer.toUnsignedString(rule.priority()),
                        Integer.toUnsignedString(rule.table()));
    }

    @Override
    public List<Rule> list() {
        List<Rule> all = new ArrayList<>(family(false));
        all.addAll(family(true));
        return List.copyOf(all);
    }

    private List<Rule> family(boolean ipv6) {
        return kernel
                .dump(
                        "list rules",
                        Rtm.GETRULE,
                        out -> out.u8(Rtm.family(ipv6)).u8(0).u16(0).u32(0).u32(0),
                        message -> RuleCodec.decode(message).filter(r -> r.ipv6() == ipv6))
                .stream()
                .sorted(Comparator.comparingLong(r -> Integer.toUnsignedLong(r.priority())))
                .toList();
    }
}
