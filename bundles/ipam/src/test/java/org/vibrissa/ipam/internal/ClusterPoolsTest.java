package org.vibrissa.ipam.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.ipam.AllocationRequest;
import org.vibrissa.ipam.IpamException;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.InvalidDocuments;
import org.vibrissa.state.ResourceKey;

/** Blocks of cluster pools on several hosts, whose stores the test keeps alike. */
class ClusterPoolsTest {
    private static final String POOL =
            "{cidrs: [10.9.0.0/26, 'fd09::/118'], blockSize: {ipv4: 29, ipv6: 120},"
                    + " quarantine: 0s}";

    @TempDir Path folder;
    private FleetOfHosts fleet;
    private FleetOfHosts.Host leader;
    private FleetOfHosts.Host other;

    @BeforeEach
    void open() {
        fleet = new FleetOfHosts(folder);
        leader = fleet.host("leader");
        leader.leads = true;
        other = fleet.host("other");
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private void declare(String spec) {
        leader.apply("ClusterPool", "default", spec);
        fleet.settle();
    }

    private static void use(FleetOfHosts.Host host, int from, int to) {
        for (int n = from; n <= to; n++) {
            host.ipam.allocate(AllocationRequest.dynamic("owner-" + n, "default"));
        }
    }

    private static String refused(Runnable change) {
        return assertThrows(InvalidDocuments.class, change::run).getMessage();
    }

    @Test
    void givesEachHostABlockOfEachFamily() {
        declare(POOL);
        assertEquals(List.of("10.9.0.0/29", "fd09::/120"), leader.networks());
        assertEquals(List.of("10.9.0.8/29", "fd09::100/120"), other.networks());
        assertEquals("Ready ", other.status());
        use(other, 1, 1);
        assertEquals("/10.9.0.10", other.ipam.list().get(0).addresses().get(0).toString());
        assertEquals("/10.9.0.9", other.ipam.list().get(0).gateways().get(0).toString());
    }

    @Test
    void givesAnotherBlockBeforeOneIsUsedUp() {
        declare(POOL);
        use(other, 1, 3);
        fleet.settle();
        assertEquals(2, other.networks().size());
        use(other, 4, 4);
        fleet.settle();
        assertEquals(List.of("10.9.0.8/29", "fd09::100/120", "10.9.0.16/29"), other.networks());
        use(other, 5, 9);
        fleet.settle();
        assertEquals(4, other.networks().size());
        // What was asked for is not asked for again when addresses are released.
        for (int n = 1; n <= 9; n++) {
            other.ipam.release("owner-" + n);
        }
        fleet.settle();
        assertEquals(4, other.networks().size());
    }

    @Test
    void saysWhenThePoolHasNoFreeBlock() {
        declare("{cidrs: [10.9.0.0/28], blockSize: {ipv4: 29}}");
        FleetOfHosts.Host third = fleet.host("third");
        third.take(leader.store.list(ClusterPoolKind.KIND).get(0));
        fleet.settle();
        assertEquals(List.of(), third.networks());
        assertTrue(
                third.status().startsWith("Pending awaits its first IPv4 block: the pool has no"),
                third.status());
        IpamException none =
                assertThrows(
                        IpamException.class,
                        () -> third.ipam.allocate(AllocationRequest.dynamic("owner", "default")));
        assertTrue(none.getMessage().contains("the pool has no free block"), none.getMessage());
    }

    @Test
    void goesOnWithItsBlocksWhenNobodyAssigns() {
        declare(POOL);
        leader.up = false;
        other.broken = true;
        use(other, 1, 4);
        fleet.settle();
        assertEquals("Ready asks for another IPv4 block: leader is not heard of", other.status());
        use(other, 5, 5);
        other.restart();
        fleet.settle();
        assertEquals(5, other.ipam.list().size());
        assertEquals(List.of("10.9.0.8/29", "fd09::100/120"), other.networks());
        leader.up = true;
        other.broken = false;
        fleet.settle();
        assertEquals(3, other.networks().size());
    }

    @Test
    void goesOnAfterACrashBetweenAnyTwoSteps() {
        leader.apply("ClusterPool", "default", POOL);
        leader.own.pass();
        leader.restart();
        leader.desk.pass();
        leader.restart();
        assertEquals(2, leader.blocks().size());
        assertEquals(List.of(), leader.networks());
        leader.desk.pass();
        leader.own.pass();
        leader.restart();
        leader.desk.pass();
        assertEquals(2, leader.blocks().size());
        assertEquals(List.of("10.9.0.0/29", "fd09::/120"), leader.networks());
        fleet.settle();
        assertEquals(4, leader.blocks().size());
    }

    @Test
    void neverAssignsOneBlockTwice() {
        leader.apply("ClusterPool", "default", "{cidrs: [10.9.0.0/21], blockSize: {ipv4: 29}}");
        for (int n = 0; n < 150; n++) {
            leader.store.apply(
                    List.of(
                            new Demand(
                                            "h" + n,
                                            List.of(
                                                    new Demand.Share(
                                                            "default", 1 + n % 2, 0, true,
                                                            List.of())))
                                    .document()),
                    ApplyOptions.DAEMON);
        }
        for (int round = 0; round < 4; round++) {
            leader.desk.pass();
        }
        Set<String> networks = new HashSet<>();
        List<Block> blocks = Block.all(leader.store.snapshot());
        blocks.forEach(block -> networks.add(block.network().toString()));
        assertEquals(225, blocks.size());
        assertEquals(225, networks.size());
    }

    @Test
    void leavesOutWhatIsReservedOrSomebodysAlready() {
        leader.node(
                "manual",
                JsonNodeFactory.instance
                        .objectNode()
                        .set("prefixes", JsonNodeFactory.instance.arrayNode().add("10.9.0.8/30")));
        leader.take(leader.store.list(Neighbour.KIND).get(0));
        leader.store.apply(
                List.of(
                        org.vibrissa.state.Document.of(
                                "test",
                                IpPoolKind.API_VERSION,
                                ClusterPoolKind.KIND,
                                "default",
                                java.util.Map.of(),
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .<com.fasterxml.jackson.databind.node.ObjectNode>set(
                                                "cidrs",
                                                JsonNodeFactory.instance
                                                        .arrayNode()
                                                        .add("10.9.0.0/26"))
                                        .<com.fasterxml.jackson.databind.node.ObjectNode>set(
                                                "reserved",
                                                JsonNodeFactory.instance
                                                        .arrayNode()
                                                        .add("10.9.0.0/29")
                                                        .add("10.9.0.18/32"))
                                        .set(
                                                "blockSize",
                                                JsonNodeFactory.instance
                                                        .objectNode()
                                                        .put("ipv4", 29)))),
                ApplyOptions.DAEMON);
        fleet.settle();
        assertEquals(List.of("10.9.0.16/29"), leader.networks());
        use(leader, 1, 1);
        assertEquals("/10.9.0.19", leader.ipam.list().get(0).addresses().get(0).toString());
    }

    @Test
    void aHostAloneTakesItsBlocksItself() {
        leader.joined = false;
        leader.leads = false;
        leader.apply("ClusterPool", "default", POOL);
        leader.pass();
        assertEquals(2, leader.networks().size());
        other.joined = false;
        other.take(leader.store.list(Neighbour.KIND).get(0));
        other.apply("ClusterPool", "mine", "{cidrs: [10.10.0.0/24]}");
        other.pass();
        assertEquals(List.of(), other.blocks());
        assertTrue(
                other.store
                        .list(ClusterPoolKind.KIND)
                        .get(0)
                        .status()
                        .reason()
                        .contains("vibrissa join"));
    }

    @Test
    void takesBackWhatADeadHostHadOnceNobodyRoutesToIt() {
        declare(POOL);
        other.up = false;
        leader.dead.add("other");
        leader.desk.pass();
        assertEquals(4, leader.blocks().size());
        assertTrue(
                Neighbour.all(leader.store.snapshot()).stream()
                        .filter(node -> node.name().equals("other"))
                        .allMatch(node -> node.prefixes().isEmpty()));
        leader.restart();
        leader.desk.pass();
        assertEquals(List.of("10.9.0.0/29 leader", "fd09::/120 leader"), leader.blocks());
        assertTrue(leader.store.get(Demand.key("other")).isEmpty());
    }

    @Test
    void givesABlockBackToWhoStillUsesIt() {
        declare(POOL);
        use(other, 1, 1);
        fleet.settle();
        other.up = false;
        leader.dead.add("other");
        leader.desk.pass();
        leader.desk.pass();
        leader.dead.clear();
        other.up = true;
        fleet.settle();
        assertEquals(List.of("10.9.0.8/29", "fd09::100/120"), other.networks());
        assertEquals(4, leader.blocks().size());
        assertEquals("Ready ", other.status());
    }

    @Test
    void givesNothingNewOfABlockThatIsAnothersNow() {
        declare(POOL);
        use(other, 1, 1);
        ResourceKey block = ResourceKey.of(PoolBlockKind.KIND, "v4-10-9-0-8-29");
        other.store.delete(List.of(block), ApplyOptions.DAEMON);
        other.store.apply(
                List.of(new Block(net("10.9.0.8/29"), "default", "third").document()),
                ApplyOptions.DAEMON);
        other.own.pass();
        other.report.tell(other.own.problems(), other.desk);
        assertTrue(
                other.status().contains("10.9.0.8/29 is in use here and not assigned to this host"),
                other.status());
        assertTrue(other.status().contains("node third"), other.status());
        assertThrows(IpamException.class, () -> use(other, 2, 2));
        other.ipam.release("owner-1");
        other.own.pass();
        assertFalse(other.networks().contains("10.9.0.8/29"));
    }

    private static org.vibrissa.net.IpPrefix net(String text) {
        return org.vibrissa.net.IpPrefix.parse(text);
    }

    @Test
    void refusesToShrinkUnderAssignedBlocks() {
        declare(POOL);
        String problem =
                refused(
                        () ->
                                leader.apply(
                                        "ClusterPool",
                                        "default",
                                        "{cidrs: [10.9.0.0/29, 'fd09::/118'],"
                                                + " blockSize: {ipv4: 29, ipv6: 120}}"));
        assertTrue(problem.contains("10.9.0.8/29 is assigned to node other"), problem);
    }

    @Test
    void refusesPoolsThatOverlap() {
        declare(POOL);
        String two = refused(() -> leader.apply("ClusterPool", "two", "{cidrs: [10.9.0.0/24]}"));
        assertTrue(two.contains("10.9.0.0/24 overlaps 10.9.0.0/26 of cluster pool default"), two);
        String own = refused(() -> leader.apply("IpPool", "own", "{cidrs: [10.9.0.32/29]}"));
        assertTrue(own.contains("10.9.0.32/29 overlaps 10.9.0.0/26 of cluster pool"), own);
        leader.apply("IpPool", "own", "{cidrs: [10.20.0.0/24]}");
        fleet.settle();
        String behind =
                refused(() -> leader.apply("ClusterPool", "two", "{cidrs: [10.20.0.0/16]}"));
        assertTrue(behind.contains("overlaps 10.20.0.0/24 of this host's pool own"), behind);
        String far = refused(() -> other.apply("ClusterPool", "two", "{cidrs: [10.20.0.0/16]}"));
        assertTrue(far.contains("10.20.0.0/16 overlaps 10.20.0.0/24 of node leader"), far);
    }

    @Test
    void refusesAPoolThatOverlapsAnotherNodesPrefixOrBlock() {
        declare(POOL);
        leader.apply("IpPool", "own", "{cidrs: [10.20.0.0/24]}");
        fleet.settle();
        String prefix = refused(() -> other.apply("IpPool", "mine", "{cidrs: [10.20.0.0/25]}"));
        assertTrue(prefix.contains("10.20.0.0/25 overlaps 10.20.0.0/24 of node leader"), prefix);
        other.store.apply(
                List.of(new Block(net("10.30.0.0/24"), "gone", "leader").document()),
                ApplyOptions.DAEMON);
        String block = refused(() -> other.apply("IpPool", "mine", "{cidrs: [10.30.0.0/25]}"));
        assertTrue(
                block.contains(
                        "10.30.0.0/25 overlaps 10.30.0.0/24 of cluster pool gone, assigned to"
                                + " node leader"),
                block);
    }

    @Test
    void refusesToDeleteAPoolInUse() {
        declare(POOL);
        use(other, 1, 1);
        fleet.settle();
        ResourceKey pool = ResourceKey.of(ClusterPoolKind.KIND, "default");
        String used = refused(() -> leader.store.delete(List.of(pool), ApplyOptions.USER));
        assertTrue(used.contains("in use on other"), used);
        other.ipam.release("owner-1");
        fleet.settle();
        leader.store.delete(List.of(pool), ApplyOptions.USER);
        fleet.settle();
        assertEquals(List.of(), leader.blocks());
        assertEquals(List.of(), other.networks());
        assertEquals(List.of(), other.store.list(PoolDemandKind.KIND));
    }

    @Test
    void leavesItsOwnPoolToNobodyElse() {
        declare(POOL);
        String edit = refused(() -> other.apply("IpPool", "default", "{cidrs: [10.1.0.0/24]}"));
        assertTrue(edit.contains("cluster pool"), edit);
        String made =
                refused(
                        () ->
                                other.apply(
                                        "IpPool",
                                        "x",
                                        "{cidrs: [10.1.0.0/24], clusterPool: {name: x}}"));
        assertTrue(made.contains("are made by the daemon"), made);
        ResourceKey pool = ResourceKey.of(IpPoolKind.KIND, "default");
        String gone = refused(() -> other.store.delete(List.of(pool), ApplyOptions.USER));
        assertTrue(gone.contains("made of ClusterPool default"), gone);
    }
}
