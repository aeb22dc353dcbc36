package org.vibrissa.policy.internal.explain;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vibrissa.datapath.Conntrack.Flow;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.identity.Identity;
import org.vibrissa.net.IpAddresses;
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

    private final Judge now;
    private final Judge then;
    private final Map<InetAddress, Local> locals = new HashMap<>();
    private final Map<Integer, Identity> identities;

    Preview(Judge now, Judge then, Map<Integer, Identity> identities) {
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
            end(flow, flow.source(), Direction.EGRESS, flow.destinationIdentity())
                    .ifPresent(changes::add);
            end(flow, flow.destination(), Direction.INGRESS, flow.sourceIdentity())
                    .ifPresent(changes::add);
        }
        return changes;
    }

    private Optional<FlowChange> end(
            Flow flow, InetAddress address, Direction direction, int peerNumber) {
        Local local = locals.get(address);
        Identity peer = identities.get(peerNumber);
        if (local == null || peer == null) {
            return Optional.empty();
        }
        Packet packet = new Packet(flow.protocol(), flow.destinationPort());
        Judgement before = now.judge(local.subject(), direction, peer, packet);
        Judgement after = then.judge(local.subject(), direction, peer, packet);
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

    private static String text(InetAddress address, int port) {
        String text = IpAddresses.format(address);
        return (text.indexOf(':') >= 0 ? "[" + text + "]" : text) + ":" + port;
    }
}
