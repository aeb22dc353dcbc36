package org.vibrissa.datapath.internal.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vibrissa.datapath.Paths.Hop;
import org.vibrissa.datapath.Paths.NodeEntry;
import org.vibrissa.datapath.internal.bpf.Group;
import org.vibrissa.datapath.internal.bpf.Node;
import org.vibrissa.datapath.internal.bpf.NodeKey;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.MacAddress;

class PathTableTest {
    private static final InetAddress PEER = IpAddresses.parse("192.0.2.2");
    private static final InetAddress OURS = IpAddresses.parse("192.0.2.1");
    private static final Hop HOP = new Hop(7, PEER);
    private static final NodeEntry PLAIN =
            new NodeEntry(PEER, OURS, 1, 1500, Optional.empty(), List.of(HOP));

    private final FakeMap<NodeKey, Node> nodes = new FakeMap<>();
    private final FakeMap<Integer, Group> groups = new FakeMap<>();
    private int stale;
    private final PathTable table = new PathTable(nodes, groups, () -> stale++);

    @Test
    void bringsEveryNodeBack() {
        NodeEntry full =
                new NodeEntry(
                        IpAddresses.parse("2001:db8::2"),
                        IpAddresses.parse("2001:db8::1"),
                        255,
                        65535,
                        Optional.of(MacAddress.parse("02:00:00:00:00:01")),
                        List.of(
                                new Hop(1, IpAddresses.parse("fe80::1")),
                                new Hop(2, IpAddresses.parse("2001:db8::9")),
                                new Hop(3, PEER),
                                new Hop(4, OURS)));
        NodeEntry unreachable = new NodeEntry(PEER, OURS, 2, 0, Optional.empty(), List.of());
        table.putNode(-1, full);
        table.putNode(1, PLAIN);
        table.putNode(2, unreachable);
        assertEquals(Map.of(-1, full, 1, PLAIN, 2, unreachable), table.nodes());
    }

    @Test
    void makesFlowsLookAgainOnlyWhenANodeGoes() {
        table.putNode(1, PLAIN);
        table.putNode(1, new NodeEntry(PEER, OURS, 1, 1400, Optional.empty(), List.of()));
        table.setGroup(1, 20);
        table.removeNode(2);
        assertEquals(0, stale);
        table.removeNode(1);
        assertEquals(1, stale);
        assertEquals(Map.of(), table.nodes());
    }

    @Test
    void showsGroupsThatAreCarried() {
        table.setGroup(1, 20);
        table.setGroup(255, 23);
        table.setGroup(1, 22);
        assertEquals(Map.of(1, 22, 255, 23), table.groups());
        table.setGroup(1, 0);
        assertEquals(Map.of(255, 23), table.groups());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 256})
    void refusesAGroupOutOfRange(int group) {
        assertThrows(IllegalArgumentException.class, () -> table.setGroup(group, 20));
        assertRefused(1, new NodeEntry(PEER, OURS, group, 0, Optional.empty(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 19, 24, 31, 32})
    void refusesASlotThatForwardsNothing(int slot) {
        assertThrows(IllegalArgumentException.class, () -> table.setGroup(1, slot));
    }

    @Test
    void refusesWhatTheKernelCannotHold() {
        assertRefused(0, PLAIN);
        assertRefused(1, new NodeEntry(PEER, OURS, 1, -1, Optional.empty(), List.of()));
        assertRefused(1, new NodeEntry(PEER, OURS, 1, 65536, Optional.empty(), List.of()));
        assertRefused(
                1, new NodeEntry(PEER, OURS, 1, 0, Optional.empty(), Collections.nCopies(5, HOP)));
        assertRefused(
                1,
                new NodeEntry(
                        PEER, IpAddresses.parse("::1"), 1, 0, Optional.empty(), List.of(HOP)));
    }

    private void assertRefused(int id, NodeEntry node) {
        assertThrows(IllegalArgumentException.class, () -> table.putNode(id, node));
        assertEquals(Map.of(), table.nodes());
    }
}
