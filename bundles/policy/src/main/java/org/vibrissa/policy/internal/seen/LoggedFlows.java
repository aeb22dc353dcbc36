package org.vibrissa.policy.internal.seen;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.datapath.Conntrack.Flow;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowKind;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.policy.internal.rule.Protocol;

/** The flows of the flow log: those that are over, and those that were dropped, too. */
@Component(service = LoggedFlows.class)
public final class LoggedFlows {
    private final SeenFlows seen;

    @Activate
    public LoggedFlows(@Reference SeenFlows seen) {
        this.seen = seen;
    }

    /** What makes a flow, its initiator first. */
    private record Key(
            InetAddress source,
            int sourcePort,
            InetAddress destination,
            int destinationPort,
            int protocol) {
        static Key of(Flow flow) {
            return new Key(
                    flow.source(),
                    flow.sourcePort(),
                    flow.destination(),
                    flow.destinationPort(),
                    flow.protocol());
        }
    }

    /**
     * Each flow once; its packets are those that events told of.
     *
     * @param tracked flows that are known already, and left out
     * @param current whether an endpoint's number still means who has the address
     */
    public List<Flow> beside(List<Flow> tracked, BiPredicate<Integer, InetAddress> current) {
        Map<Key, Flow> flows = new LinkedHashMap<>();
        seen.each(event -> take(event, current, flows));
        tracked.forEach(flow -> flows.remove(Key.of(flow)));
        return List.copyOf(flows.values());
    }

    private static void take(
            FlowEvent event, BiPredicate<Integer, InetAddress> current, Map<Key, Flow> flows) {
        boolean icmp =
                event.protocol() == Protocol.ICMP.number()
                        || event.protocol() == Protocol.ICMPV6.number();
        boolean reply = event.traceReason() != 0 && event.reply();
        if (event.kind() == FlowKind.POLICY_VERDICT || event.family() == 0 || (icmp && reply)) {
            return;
        }
        InetAddress source = IpAddresses.of(event.sourceAddress());
        InetAddress destination = IpAddresses.of(event.destinationAddress());
        if (!means(event.sourceEndpoint(), source, current)
                || !means(event.destinationEndpoint(), destination, current)) {
            return;
        }
        Flow seen =
                reply
                        ? flow(
                                event,
                                destination,
                                event.destinationPort(),
                                source,
                                event.sourcePort(),
                                event.destinationIdentity(),
                                event.sourceIdentity())
                        : flow(
                                event,
                                source,
                                event.sourcePort(),
                                destination,
                                icmp ? event.icmpType() : event.destinationPort(),
                                event.sourceIdentity(),
                                event.destinationIdentity());
        flows.merge(Key.of(seen), seen, LoggedFlows::sum);
    }

    private static boolean means(
            int endpoint, InetAddress address, BiPredicate<Integer, InetAddress> current) {
        return endpoint == 0 || current.test(endpoint, address);
    }

    private static Flow flow(
            FlowEvent event,
            InetAddress source,
            int sourcePort,
            InetAddress destination,
            int destinationPort,
            int sourceIdentity,
            int destinationIdentity) {
        return new Flow(
                source,
                sourcePort,
                destination,
                destinationPort,
                event.protocol(),
                event.kind() == FlowKind.DROP ? "DROPPED" : "SEEN",
                Duration.ZERO,
                event.packets(),
                0,
                event.bytes(),
                0,
                sourceIdentity,
                destinationIdentity);
    }

    /** Identities are those of the last event. */
    private static Flow sum(Flow before, Flow next) {
        return new Flow(
                next.source(),
                next.sourcePort(),
                next.destination(),
                next.destinationPort(),
                next.protocol(),
                next.state(),
                next.expiresIn(),
                before.forwardPackets() + next.forwardPackets(),
                0,
                before.forwardBytes() + next.forwardBytes(),
                0,
                next.sourceIdentity(),
                next.destinationIdentity());
    }
}
