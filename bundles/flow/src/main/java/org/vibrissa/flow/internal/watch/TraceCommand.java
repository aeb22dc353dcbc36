package org.vibrissa.flow.internal.watch;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.flow.FlowParty;
import org.vibrissa.flow.internal.names.EventNames;
import org.vibrissa.flow.internal.names.StageOwners;
import org.vibrissa.netlink.Netlink;
import org.vibrissa.policy.PolicyRules;

/** {@code vibrissa trace}. */
@Component(service = CommandProvider.class)
public final class TraceCommand implements CommandProvider, WayReader.Names {
    private final PacketWatches watches;
    private final Addresses addresses;
    private final Netlink netlink;
    private final EventNames names;
    private final StageOwners owners;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile PolicyRules rules;

    @Activate
    public TraceCommand(
            @Reference PacketWatches watches,
            @Reference Addresses addresses,
            @Reference Netlink netlink,
            @Reference EventNames names,
            @Reference StageOwners owners) {
        this.watches = watches;
        this.addresses = addresses;
        this.netlink = netlink;
        this.names = names;
        this.owners = owners;
    }

    @Override
    public String path() {
        return "trace";
    }

    @Override
    public String section() {
        return "Flows";
    }

    @Override
    public String example() {
        return "vibrissa trace --src xwing --dst 10.200.0.3 --dport 80 --count 5";
    }

    @Override
    public Object command(Invocation invocation) {
        return new TraceRun(watches, addresses, netlink, this::reader, invocation);
    }

    /** With the stages as they stand now. */
    private WayReader reader() {
        owners.look();
        return new WayReader(this, this::rule);
    }

    private String rule(int number) {
        return Optional.ofNullable(rules)
                .flatMap(known -> known.rule(number))
                .map(TraceCommand::text)
                .orElse("rule " + number);
    }

    private static String text(PolicyRules.RuleRef rule) {
        String where = rule.file().isEmpty() ? "" : " (" + rule.file() + line(rule) + ")";
        String name =
                rule.namespace().isEmpty() ? rule.name() : rule.namespace() + "/" + rule.name();
        return String.join(" ", List.of(rule.kind(), name, rule.path())).strip() + where;
    }

    private static String line(PolicyRules.RuleRef rule) {
        return rule.line() == 0 ? "" : ":" + rule.line();
    }

    @Override
    public FlowParty party(int endpoint, InetAddress address, int identity, long time) {
        return names.party(endpoint, address, identity, time);
    }

    @Override
    public String device(int ifindex, long time) {
        String name = names.device(ifindex, time);
        return name.isEmpty() ? "device " + ifindex : name;
    }

    @Override
    public Optional<StageOwners.Standing> stage(int chain, int slot, long time) {
        return owners.of(chain, slot, time);
    }

    @Override
    public String dropReason(int number) {
        return names.dropReason(number);
    }
}
