package org.vibrissa.node.internal.realise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.datapath.Paths.Hop;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.node.Peer;
import org.vibrissa.node.internal.modes.FakePaths;
import org.vibrissa.node.internal.modes.ForwardModes;
import org.vibrissa.node.internal.modes.GroupBook;
import org.vibrissa.node.internal.spec.PathGroupSpec;
import org.vibrissa.node.internal.spec.Specs;

class GroupRealiserTest {
    @TempDir private Path folder;
    private final FakePaths kernel = new FakePaths();
    private final FakeMode vxlan = new FakeMode("vxlan", 20, 50);
    private final FakeMode geneve = new FakeMode("geneve", 21, 58);
    private final Map<String, PathGroupSpec> groups = new TreeMap<>();
    private final List<Peer> peers = new ArrayList<>();
    private int underlayMtu = 1500;
    private String ownGroup = "default";
    private ForwardModes modes;
    private GroupBook book;
    private GroupRealiser realiser;

    @BeforeEach
    void daemon() {
        modes = new ForwardModes();
        book = GroupBook.in(folder.resolve("path-groups.json"), kernel);
        realiser = new GroupRealiser(modes, book);
    }

    @Test
    void doesNothingWithoutAnyNode() {
        modes.add(vxlan);
        realise();
        assertEquals(List.of(), vxlan.told);
        assertEquals(Map.of(), kernel.slots);
        assertEquals(Optional.empty(), realiser.problem("default"));
    }

    @Test
    void preparesBeforeItForces() {
        modes.add(vxlan);
        peer("host-b", "default");
        realise();
        assertEquals(List.of("prepare [host-b]"), vxlan.told);
        assertEquals(Map.of(1, 20), kernel.slots);
        realise();
        assertEquals(1, vxlan.told.size(), "unchanged peers are not prepared again");
        peer("host-c", "default");
        realise();
        assertEquals("prepare [host-b, host-c]", vxlan.told.get(1));
    }

    @Test
    void receivesFromAllByTheModeOfItsOwnGroup() {
        modes.add(vxlan);
        modes.add(geneve);
        groups.put("far", spec("{'mode': 'geneve', 'selector': {'nodes': ['host-a']}}"));
        ownGroup = "far";
        peer("host-b", "default");
        realise();
        assertEquals(List.of("prepare [host-b]"), geneve.told);
        assertEquals(Map.of(1, 20, 2, 21), kernel.slots);
        realiser.accept("default", "geneve");
        book.force("default", "geneve");
        realiser.unaccept("default", "vxlan");
        assertTrue(vxlan.told.contains("retire"), vxlan.told.toString());
    }

    @Test
    void namesTheMissingBundle() {
        peer("host-b", "default");
        realise();
        assertEquals(
                Optional.of("mode vxlan needs bundle overlay, which is not running"),
                realiser.problem("default"));
        assertEquals(Map.of(), kernel.slots);
        modes.add(vxlan);
        realise();
        assertEquals(Optional.empty(), realiser.problem("default"));
        assertEquals(Map.of(1, 20), kernel.slots);
    }

    @Test
    void leavesTheKernelAloneWhileABundleIsAway() {
        modes.add(vxlan);
        peer("host-b", "default");
        realise();
        int writes = kernel.slotWrites;
        daemon();
        realise();
        assertTrue(realiser.problem("default").orElseThrow().contains("overlay"));
        modes.add(vxlan);
        realise();
        assertEquals(Optional.empty(), realiser.problem("default"));
        assertEquals(writes, kernel.slotWrites);
    }

    @Test
    void doesNotForceWhatCouldNotBePrepared() {
        modes.add(vxlan);
        vxlan.failure = "no vib_vxlan";
        peer("host-b", "default");
        realise();
        assertEquals(Optional.of("no vib_vxlan"), realiser.problem("default"));
        assertTrue(realiser.failed());
        assertEquals(Map.of(), kernel.slots);
        vxlan.failure = "";
        realise();
        assertEquals(Map.of(1, 20), kernel.slots);
    }

    @Test
    void refusesAModeThatLeavesTooLittleWithBothNumbers() {
        underlayMtu = 1320;
        modes.add(vxlan);
        peer("host-b", "default");
        realise();
        String problem = realiser.problem("default").orElseThrow();
        assertTrue(
                problem.contains("leaves 1270 bytes of the 1320")
                        && problem.contains("IPv6 needs 1280"),
                problem);
        assertEquals(Map.of(), kernel.slots);
    }

    @Test
    void doesNotFollowAChangedDeclarationByItself() {
        modes.add(vxlan);
        modes.add(geneve);
        peer("host-b", "default");
        realise();
        groups.put("default", spec("{'mode': 'geneve'}"));
        realise();
        assertEquals(Map.of(1, 20), kernel.slots);
        assertEquals(List.of(), geneve.told);
    }

    @Test
    void changesAModeByAcceptForceUnaccept() {
        modes.add(vxlan);
        modes.add(geneve);
        peer("host-b", "default");
        realise();
        realiser.accept("default", "geneve");
        assertEquals(List.of("prepare [host-b]"), geneve.told);
        assertEquals(Map.of(1, 20), kernel.slots);
        book.force("default", "geneve");
        assertEquals(Map.of(1, 21), kernel.slots);
        assertEquals(1, vxlan.told.size(), "what others still send is received");
        realiser.unaccept("default", "vxlan");
        assertEquals("retire", vxlan.told.get(1));
        assertThrows(IllegalStateException.class, () -> realiser.unaccept("default", "geneve"));
        assertEquals(1, geneve.told.size(), "what is in force is not retired");
    }

    @Test
    void retiresAModeWithItsLastGroup() {
        modes.add(vxlan);
        modes.add(geneve);
        groups.put("rack", spec("{'mode': 'geneve', 'selector': {'nodes': ['host-c']}}"));
        peer("host-b", "default");
        peer("host-c", "rack");
        realise();
        assertEquals(Map.of(1, 20, 2, 21), kernel.slots);
        assertEquals(
                List.of("prepare [host-b, host-c]"),
                vxlan.told,
                "all send to this host by the mode of its own group");
        assertEquals(List.of("prepare [host-c]"), geneve.told);
        groups.remove("rack");
        peers.removeIf(peer -> peer.name().equals("host-c"));
        realise();
        realiser.prune();
        assertEquals(Map.of(1, 20), kernel.slots);
        assertTrue(geneve.told.contains("retire"), geneve.told.toString());
    }

    @Test
    void refusesGroupsAndModesThatAreNotThere() {
        modes.add(vxlan);
        realise();
        assertTrue(realiser.check("rack", "vxlan").get(0).contains("no path group rack"));
        assertTrue(realiser.check("default", "native").get(0).contains("bundle routing"));
        vxlan.problems.add("port 8472 is taken");
        IllegalStateException refusal =
                assertThrows(
                        IllegalStateException.class, () -> realiser.accept("default", "vxlan"));
        assertEquals("port 8472 is taken", refusal.getMessage());
    }

    private void realise() {
        Map<String, Peer> byName = new TreeMap<>();
        Map<String, Way> ways = new HashMap<>();
        for (Peer peer : peers) {
            byName.put(peer.name(), peer);
            ways.put(
                    peer.name(),
                    new Way(
                            peer.addresses().get(0),
                            IpAddresses.parse("192.0.2.1"),
                            underlayMtu,
                            List.of(new Hop(2, peer.addresses().get(0))),
                            ""));
        }
        realiser.realise(
                new Declared(groups, byName, Map.of(), Map.of(), ownGroup),
                ways,
                List.of(IpPrefix.parse("fd00:1::/64")));
    }

    private void peer(String name, String group) {
        peers.add(
                new Peer(
                        name,
                        7,
                        List.of(IpAddresses.parse("192.0.2.2")),
                        List.of(IpPrefix.parse("10.2.0.0/24")),
                        group,
                        Optional.empty()));
    }

    private static PathGroupSpec spec(String json) {
        return PathGroupSpec.decode(Specs.json(json));
    }
}
