package org.vibrissa.policy.internal.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vibrissa.datapath.Conntrack.Flow;
import org.vibrissa.endpoint.EndpointForm;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.identity.Labels;
import org.vibrissa.identity.ReservedIdentity;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.net.MacAddress;
import org.vibrissa.policy.internal.engine.EngineSettings;
import org.vibrissa.policy.internal.engine.NamedPorts;
import org.vibrissa.policy.internal.engine.NeededPrefixes;
import org.vibrissa.policy.internal.engine.Subject;
import org.vibrissa.policy.internal.rule.Direction;
import org.vibrissa.policy.internal.rule.Origin;
import org.vibrissa.policy.internal.rule.Peer;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.rule.PolicyName;
import org.vibrissa.policy.internal.rule.PortMatch;
import org.vibrissa.policy.internal.rule.Protocol;
import org.vibrissa.policy.internal.rule.Rule;
import org.vibrissa.policy.internal.rule.Selector;
import org.vibrissa.state.ResourceKey;

class PreviewTest {
    private static final PolicyName NAME =
            new PolicyName("CiliumNetworkPolicy", "default", "out", -1);
    private static final int WORLD = ReservedIdentity.WORLD.number();

    private static Policy httpsTo(String prefix, String except) {
        Peer peer = new Peer.Prefix(IpPrefix.parse(prefix), List.of(IpPrefix.parse(except)));
        Rule rule =
                new Rule(
                        new Origin(NAME, "spec.egress[0]", "", 0),
                        Direction.EGRESS,
                        false,
                        List.of(peer),
                        List.of(PortMatch.one(Protocol.TCP, 443)),
                        Optional.empty());
        return new Policy(
                NAME,
                false,
                Selector.ALL,
                Set.of(Direction.EGRESS),
                List.of(rule),
                false,
                List.of(),
                "",
                "");
    }

    private static Preview.Rules rules(List<Policy> policies) {
        return new Preview.Rules(
                new Judge(policies, EngineSettings.USUAL, NamedPorts.NONE),
                NeededPrefixes.of(policies.stream()));
    }

    private static InetAddress address(String text) {
        return IpAddresses.parse(text);
    }

    private static Flow flow(String destination, int port) {
        return new Flow(
                address("10.0.0.2"),
                40000,
                address(destination),
                port,
                Protocol.TCP.number(),
                "ESTABLISHED",
                Duration.ofSeconds(60),
                7,
                5,
                700,
                500,
                300,
                WORLD);
    }

    @Test
    void judgesTheOutsideByThePrefixesThatTheDocumentsWouldBring() {
        Preview preview =
                new Preview(
                        rules(List.of()),
                        rules(List.of(httpsTo("198.51.100.0/24", "198.51.100.128/25"))),
                        Map.of(WORLD, ReservedIdentity.WORLD.identity()));
        preview.local(
                new LocalEndpoint(
                        new ResourceKey("Endpoint", "default", "web"),
                        "u",
                        1,
                        EndpointForm.NETNS,
                        new TreeMap<>(),
                        300,
                        "lxc1",
                        9,
                        MacAddress.parse("02:00:00:00:00:01"),
                        List.of(address("10.0.0.2"))),
                new Subject(Labels.parse(List.of("a=b")), false, false, NamedPorts.NONE));
        List<FlowChange> changes =
                preview.changes(
                        List.of(
                                flow("198.51.100.7", 443),
                                flow("198.51.100.7", 80),
                                flow("198.51.100.200", 443),
                                flow("203.0.113.1", 443)));
        assertEquals(
                List.of("198.51.100.7:80", "198.51.100.200:443", "203.0.113.1:443"),
                changes.stream().map(FlowChange::destination).toList());
        assertEquals(
                Set.of("DENIED_BY_DEFAULT"),
                Set.copyOf(changes.stream().map(FlowChange::then).toList()));
        assertEquals(12, changes.get(0).packets());
    }
}
