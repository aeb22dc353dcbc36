package org.vibrissa.datapath.internal.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.ClaimRefused;

class SlotTableTest {
    private static final Set<Chain> BOTH = Set.of(Chain.EP, Chain.DLV);
    private static final String ONE = "org.test.one";

    @TempDir private Path folder;
    private final FakeProgArray ep = new FakeProgArray();
    private final FakeProgArray dlv = new FakeProgArray();
    private int epBits;
    private int dlvBits;
    private SlotTable table;

    @BeforeEach
    void start() {
        table = table();
    }

    private SlotTable table() {
        Map<Chain, ChainArray> arrays = new EnumMap<>(Chain.class);
        arrays.put(Chain.EP, new ChainArray(ep, bits -> epBits = bits));
        arrays.put(Chain.DLV, new ChainArray(dlv, bits -> dlvBits = bits));
        return new SlotTable(
                arrays,
                new NoopStages(FakeLoader.make()),
                new OwnerFile(folder.resolve("pipeline.owners")));
    }

    private static Stage stage(String owner, String version, String name) {
        return Stage.of(
                owner, version, new StageContract(name, 17, BOTH, 0, 0), new FakeProgram(name));
    }

    private String inForce(Chain chain) {
        return table.inForce().get(new Place(chain, 17)).name();
    }

    @Test
    void putsAStageInAllItsChains() {
        table.push(BOTH, 17, stage(ONE, "1", "a"));
        assertEquals("a", ep.slots.get(17));
        assertEquals("a", dlv.slots.get(17));
        assertEquals("a", inForce(Chain.DLV));
    }

    @Test
    void marksAnOccupiedSlotUntilItIsCleared() {
        Stage stage = stage(ONE, "1", "a");
        table.push(BOTH, 17, stage);
        assertEquals(1 << 17, epBits);
        assertEquals(1 << 17, dlvBits);
        table.remove(BOTH, 17, stage);
        assertEquals(1 << 17, epBits, "the no-op stands there");
        table.compact();
        assertEquals(0, epBits);
    }

    @Test
    void marksWhatAnEarlierDaemonLeft() {
        table.push(BOTH, 17, stage(ONE, "1", "a"));
        epBits = 0;
        table = table();
        assertEquals(1 << 17, epBits);
    }

    @Test
    void standsTheNextVersionOnTheEarlierAndGoesBackToIt() {
        Stage first = stage(ONE, "1", "a");
        Stage second = stage(ONE, "2", "b");
        table.push(BOTH, 17, first);
        table.push(BOTH, 17, second);
        assertEquals("b", ep.slots.get(17));
        table.remove(BOTH, 17, second);
        assertEquals("a", ep.slots.get(17));
        assertEquals("a", inForce(Chain.EP));
    }

    @Test
    void changesNothingInTheKernelWhenTheLowerVersionGoes() {
        Stage first = stage(ONE, "1", "a");
        Stage second = stage(ONE, "2", "b");
        table.push(BOTH, 17, first);
        table.push(BOTH, 17, second);
        ep.writes.clear();
        table.remove(BOTH, 17, first);
        assertEquals(List.of(), ep.writes);
        table.remove(BOTH, 17, second);
        assertEquals(List.of("set 17 vib_noop_17"), ep.writes);
    }

    @Test
    void writesTheNoopOnReleaseAndClearsLater() {
        Stage stage = stage(ONE, "1", "a");
        table.push(BOTH, 17, stage);
        table.remove(BOTH, 17, stage);
        assertEquals("vib_noop_17", ep.slots.get(17));
        assertEquals("", table.inForce().get(new Place(Chain.EP, 17)).owner());
        assertEquals(2, table.compact());
        assertEquals(Map.of(), ep.slots);
        assertEquals(Map.of(), table.inForce());
        assertEquals(0, table.compact());
    }

    @Test
    void keepsHeldSlotsWhenItCompacts() {
        table.push(BOTH, 17, stage(ONE, "1", "a"));
        assertEquals(0, table.compact());
        assertEquals("a", ep.slots.get(17));
    }

    @Test
    void refusesAnotherBundleAndSaysWhoHoldsTheSlot() {
        table.push(Set.of(Chain.DLV), 17, stage(ONE, "1.2.3", "a"));
        ep.writes.clear();
        dlv.writes.clear();
        ClaimRefused refused =
                assertThrows(
                        ClaimRefused.class,
                        () -> table.push(BOTH, 17, stage("org.test.two", "1", "b")));
        assertEquals(ClaimRefused.Cause.SLOT_HELD, refused.reason());
        for (String word : List.of("slot 17 of chain dlv", ONE, "1.2.3", "program a")) {
            assertTrue(refused.getMessage().contains(word), refused.getMessage());
        }
        assertEquals(List.of(), ep.writes);
        assertEquals(List.of(), dlv.writes);
        assertEquals("a", inForce(Chain.DLV));
    }

    @Test
    void takesAFailedClaimBackInTheChainsThatHadIt() {
        table.push(BOTH, 17, stage(ONE, "1", "a"));
        dlv.refused = "b";
        ep.refused = "b";
        assertThrows(BpfException.class, () -> table.push(BOTH, 17, stage(ONE, "2", "b")));
        ep.refused = "";
        assertThrows(BpfException.class, () -> table.push(BOTH, 17, stage(ONE, "2", "b")));
        assertEquals("a", ep.slots.get(17));
        assertEquals("a", dlv.slots.get(17));
        assertEquals("a", inForce(Chain.EP));
    }

    @Test
    void leavesANoopWhereAFailedFirstClaimWas() {
        dlv.refused = "a";
        assertThrows(BpfException.class, () -> table.push(BOTH, 17, stage(ONE, "1", "a")));
        assertEquals("vib_noop_17", ep.slots.get(17));
        assertEquals(null, dlv.slots.get(17));
    }

    @Test
    void keepsWhatNobodyHoldsUntilItsOwnerClaimsAgain() {
        Stage first = stage(ONE, "1", "a");
        table.push(BOTH, 17, first);
        table.orphan(BOTH, 17, first);
        assertEquals("a", ep.slots.get(17));
        assertEquals("a", inForce(Chain.DLV));
        Stage second = stage(ONE, "1", "b");
        table.push(BOTH, 17, second);
        assertEquals("b", inForce(Chain.EP));
        table.remove(BOTH, 17, second);
        assertEquals("vib_noop_17", inForce(Chain.EP));
    }

    @Test
    void replacesInPlace() {
        Stage first = stage(ONE, "1", "a");
        Stage next = stage(ONE, "1", "b");
        table.push(BOTH, 17, first);
        table.replace(BOTH, 17, first, next);
        assertEquals("b", ep.slots.get(17));
        table.remove(BOTH, 17, next);
        assertEquals("vib_noop_17", ep.slots.get(17));
    }

    @Test
    void replacesAStageThatIsNotInForceWithoutAWrite() {
        Stage first = stage(ONE, "1", "a");
        Stage second = stage(ONE, "2", "b");
        table.push(BOTH, 17, first);
        table.push(BOTH, 17, second);
        ep.writes.clear();
        table.replace(BOTH, 17, first, stage(ONE, "1", "c"));
        assertEquals(List.of(), ep.writes);
        table.remove(BOTH, 17, second);
        assertEquals("c", ep.slots.get(17));
    }

    @Test
    void keepsOwnersOverARestartAndOverwritesInsteadOfClearing() {
        table.push(BOTH, 17, stage(ONE, "1", "a"));
        ep.writes.clear();
        table = table();
        assertEquals(ONE, table.inForce().get(new Place(Chain.EP, 17)).owner());
        assertThrows(
                ClaimRefused.class, () -> table.push(BOTH, 17, stage("org.test.two", "1", "b")));
        Stage again = stage(ONE, "1", "a2");
        table.push(BOTH, 17, again);
        assertEquals(List.of("set 17 a2"), ep.writes);
        table.remove(BOTH, 17, again);
        assertEquals("vib_noop_17", ep.slots.get(17));
    }

    @Test
    void treatsAFilledSlotThatNobodyOwnsAsReleased() {
        ep.slots.put(5, "left-over");
        table = table();
        assertEquals("", table.inForce().get(new Place(Chain.EP, 5)).owner());
        assertEquals(1, table.compact());
        assertEquals(Map.of(), ep.slots);
    }

    @Test
    void evictsWhatABundleThatIsGoneHasLeft() {
        table.push(BOTH, 17, stage(ONE, "1", "a"));
        table.push(BOTH, 5, stage("org.test.two", "1", "b"));
        table = table();
        assertEquals(2, table.evict(ONE));
        assertEquals("vib_noop_17", ep.slots.get(17));
        assertEquals("vib_noop_17", dlv.slots.get(17));
        assertEquals("b", ep.slots.get(5));
        assertEquals(0, table.evict(ONE));
        table = table();
        assertEquals("", table.inForce().get(new Place(Chain.EP, 17)).owner());
        table.push(BOTH, 17, stage("org.test.two", "1", "c"));
        assertEquals("c", inForce(Chain.EP));
    }
}
