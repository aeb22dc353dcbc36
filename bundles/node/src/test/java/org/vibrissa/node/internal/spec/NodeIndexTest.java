package org.vibrissa.node.internal.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;

class NodeIndexTest {
    private final NodeIndex index =
            new NodeIndex(
                    new TreeMap<>(
                            Map.of(
                                    "host-b", spec("192.0.2.2", "10.2.0.0/24"),
                                    "host-c", spec("2001:db8::3", "10.3.0.0/16"),
                                    "host-d", spec("192.0.2.4", "fd00:4::/64"))));

    @Test
    void findsTheSameAddress() {
        assertEquals(
                Optional.of("host-b"), index.sameAddress("host-x", IpAddresses.parse("192.0.2.2")));
        assertEquals(Optional.empty(), index.sameAddress("host-b", IpAddresses.parse("192.0.2.2")));
        assertEquals(Optional.empty(), index.sameAddress("host-x", IpAddresses.parse("192.0.2.3")));
    }

    @Test
    void findsOverlapsFromBothSides() {
        assertEquals("host-b", overlap("10.2.0.0/25"));
        assertEquals("host-b", overlap("10.2.0.128/25"));
        assertEquals("host-b", overlap("10.2.0.0/16"));
        assertEquals("host-c", overlap("10.3.255.0/24"));
        assertEquals("host-d", overlap("fd00:4::/48"));
        assertEquals("", overlap("10.2.1.0/24"));
        assertEquals("", overlap("10.1.255.0/24"));
        assertEquals("", overlap("fd00:5::/64"));
        assertTrue(index.overlap("host-b", IpPrefix.parse("10.2.0.0/25")).isEmpty());
    }

    @Test
    void findsAddressesWithinAPrefix() {
        assertEquals(
                "host-d",
                index.addressWithin("host-b", IpPrefix.parse("192.0.2.0/24")).orElseThrow().node());
        assertTrue(index.addressWithin("host-b", IpPrefix.parse("192.0.2.0/30")).isEmpty());
        assertEquals(
                "host-c",
                index.addressWithin("x", IpPrefix.parse("2001:db8::/64")).orElseThrow().node());
    }

    private String overlap(String prefix) {
        return index.overlap("host-x", IpPrefix.parse(prefix))
                .map(NodeIndex.Owned::node)
                .orElse("");
    }

    private static NodeSpec spec(String address, String prefix) {
        return new NodeSpec(
                List.of(IpAddresses.parse(address)),
                List.of(IpPrefix.parse(prefix)),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }
}
