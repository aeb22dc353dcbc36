package org.vibrissa.policy.internal.explain;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vibrissa.datapath.Conntrack.Flow;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.identity.Identity;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.Labels;
import org.vibrissa.identity.ReservedIdentity;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.policy.internal.engine.Subject;
import org.vibrissa.policy.internal.rule.Direction;

/** Judges recorded flows twice: by what is in force and by what would be. */
final class Preview {
    /**
     * An endpoint of this host.
     *
     * @param name as people know it
     */
    record Local(String name, Subject subject) {}

    /**
     * One state of all policies.
     *
     * @param prefixes that have identities of their own then
     */
    record Rules(Judge judge, Set<IpPrefix> prefixes) {
        /** As whom an address of the outside counts: by the longest prefix that holds it. */
        private Identity outside(InetAddress address, Identity world) {
            return prefixes.stream()
                    .filter(prefix -> prefix.contains(address))
                    .max(Comparator.comparingInt(IpPrefix::length))
                    .map(
                            prefix ->
                                    new Identity(
                                            Identity.LOCAL_FIRST,
                                            Labels.of(
                                                    Label.cidr(prefix),
                                                    ReservedIdentity.WORLD.label())))
                    .orElse(world);
        }
    }

    private final Rules now;
    private final Rules then;
    private final Map<InetAddress, Local> locals = new HashMap<>();
    private final Map<Integer, Identity> identities;

    /**
     * For flows of any endpoints.
     *
     * @param identities by number, all that are known
     */
    Preview(Rules now, Rules then, Map<Integer, Identity> identities) {
        this.now = now;
        this.then = then;
        this.identities = identities;
    }

    void local(LocalEndpoint endpoint, Subject subject) {
        Local local = new Local(endpoint.key().namespace() + "/" + endpoint.key().name(), subject);
        endpoint.addresses().forEach(address -> locals.put(address, local));
    }

    /** The flows whose verdict would be another, once for each end on this host. */
    List<FlowChange> changes(List<Flow> flows) {
        List<FlowChange> changes = new ArrayList<>();
        for (Flow flow : flows) {
            end(flow, flow.source(), Direction.EGRESS).ifPresent(changes::add);
            end(flow, flow.destination(), Direction.INGRESS).ifPresent(changes::add);
        }
        return changes;
    }

    private Optional<FlowChange> end(Flow flow, InetAddress address, Direction direction) {
        boolean egress = direction == Direction.EGRESS;
        Local local = locals.get(address);
        Identity peer = identities.get(egress ? flow.destinationIdentity() : flow.sourceIdentity());
        if (local == null || peer == null) {
            return Optional.empty();
        }
        Packet packet = new Packet(flow.protocol(), flow.destinationPort());
        InetAddress other = egress ? flow.destination() : flow.source();
        Judgement before = judge(now, local, direction, peer, other, packet);
        Judgement after = judge(then, local, direction, peer, other, packet);
        if (before.verdict().passes() == after.verdict().passes()) {
            return Optional.empty();
        }
        return Optional.of(
                new FlowChange(
                        text(flow.source(), flow.sourcePort()),
                        text(flow.destination(), flow.destinationPort()),
                        packet.protocolName(),
                        local.name(),
                        direction.label(),
                        before.verdict().name(),
                        after.verdict().name(),
                        after.decided().map(rule -> rule.origin().toString()).orElse(""),
                        flow.forwardPackets() + flow.replyPackets()));
    }

    /** The flow remembers as whom the outside counted when it began; the prefixes may be others. */
    private Judgement judge(
            Rules rules,
            Local local,
            Direction direction,
            Identity peer,
            InetAddress address,
            Packet packet) {
        boolean outside = peer.labels().isReserved(ReservedIdentity.WORLD.text());
        Identity whom =
                outside
                        ? rules.outside(address, identities.get(ReservedIdentity.WORLD.number()))
                        : peer;
        return rules.judge().judge(local.subject(), direction, whom, packet);
    }

    private static String text(InetAddress address, int port) {
        String text = IpAddresses.format(address);
        return (text.indexOf(':') >= 0 ? "[" + text + "]" : text) + ":" + port;
    }
}
