package org.vibrissa.identity.internal.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vibrissa.endpoint.RemoteEndpoint;
import org.vibrissa.identity.Labels;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.node.Peer;

final class RemoteNamesTest {
    private static final Map<String, Peer> PEERS =
            Map.of("n1", peer("n1", "10.1.0.0/24"), "n2", peer("n2", "10.0.0.0/8"));

    private static Peer peer(String name, String prefix) {
        return new Peer(
                name, 1, List.of(), List.of(IpPrefix.parse(prefix)), "default", Optional.empty());
    }

    private static NodeEndpoints told(String name, String... addresses) {
        NodeEndpoints.Entry entry =
                new NodeEndpoints.Entry(
                        name, Arrays.stream(addresses).map(IpAddresses::parse).toList());
        return new NodeEndpoints(
                List.of(
                        new NodeEndpoints.Group(
                                Labels.parse(List.of("any:org=empire")), List.of(entry))));
    }

    private static Map<RemoteEndpoint.Key, RemoteEndpoint> rows(Map<String, NodeEndpoints> told) {
        return RemoteNames.rows(told, node -> Optional.ofNullable(PEERS.get(node)));
    }

    private static RemoteEndpoint.Key key(String address) {
        return new RemoteEndpoint.Key("fleet", IpAddresses.parse(address));
    }

    @Test
    void everyAddressHasTheEndpointsName() {
        RemoteEndpoint tie = new RemoteEndpoint("default", "tie", "n1");

        assertEquals(
                Map.of(key("10.1.0.1"), tie, key("10.1.0.2"), tie),
                rows(Map.of("n1", told("default/tie", "10.1.0.1", "10.1.0.2"))));
    }

    @Test
    void ofTwoHostsTheLastByNameIsBelieved() {
        Map<RemoteEndpoint.Key, RemoteEndpoint> rows =
                rows(Map.of("n1", told("a/x", "10.1.0.1"), "n2", told("a/y", "10.1.0.1")));

        assertEquals(Map.of(key("10.1.0.1"), new RemoteEndpoint("a", "y", "n2")), rows);
    }

    @Test
    void addressOutsideAHostsPrefixesIsNotBelieved() {
        assertEquals(Map.of(), rows(Map.of("n1", told("a/x", "10.2.0.1"))));
    }

    @Test
    void unknownHostIsNotBelieved() {
        assertEquals(Map.of(), rows(Map.of("n9", told("a/x", "10.1.0.1"))));
    }
}
