package org.vibrissa.bpf.internal.own;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vibrissa.bpf.Access;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.BpfInventory;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.BpfRehearsal;
import org.vibrissa.bpf.LayoutMismatchException;
import org.vibrissa.bpf.NoConverterException;
import org.vibrissa.bpf.NotGrantedException;
import org.vibrissa.bpf.ObjectRequest;
import org.vibrissa.bpf.VerifierRejectedException;

/** What is found out of a bundle before any of its code runs, and the rules of layouts. */
@Tag("bpf")
class RehearsalTest {
    private static final String FLOWS = "org.test.flows";
    private static final String ONE = "bpf/flows1.bpf.o";
    private static final String TWO = "bpf/flows2.bpf.o";
    private static final String BASIC = "bpf/basic.bpf.o";

    private final TestHost host = new TestHost();

    @AfterEach
    void end() {
        host.close();
    }

    private BpfObject loaded(String entry, int schema) {
        return host.bundle(FLOWS)
                .load(ObjectRequest.of(entry).schema("flows", schema).survive("flows"));
    }

    private void rehearse(String... objects) {
        host.rehearse(FLOWS, "2.0.0", objects).close();
    }

    /** Everything of the node in the kernel and in bpffs. */
    private List<String> all() {
        Inventory inventory = new Inventory(host.node());
        return List.of(
                inventory.programs().toString(),
                inventory.maps().toString(),
                inventory.pins().stream().map(BpfInventory.Pin::path).toList().toString());
    }

    @Test
    void loadsEveryObjectAndLeavesNothing() {
        loaded(ONE, 1);
        List<String> before = all();
        try (BpfRehearsal.Loaded rehearsal = host.rehearse("org.test.new", "1.0.0", ONE, BASIC)) {
            assertEquals(
                    List.of(ONE, BASIC),
                    rehearsal.objects().stream().map(o -> o.spec().entry()).toList());
            assertTrue(rehearsal.objects().get(1).program("t_verdict").id() > 0);
            assertTrue(!all().equals(before), "they are in the kernel");
        }
        assertEquals(before, all());
    }

    @Test
    void leavesNothingWhenALaterObjectIsRefused() {
        List<String> before = all();
        VerifierRejectedException refused =
                assertThrows(
                        VerifierRejectedException.class, () -> rehearse(ONE, "bpf/refused.bpf.o"));
        assertTrue(refused.getMessage().contains("bpf/refused.bpf.o"), refused::getMessage);
        assertEquals(before, all());
    }

    @Test
    void namesAHelperThatTheKernelLacks() {
        VerifierRejectedException refused =
                assertThrows(VerifierRejectedException.class, () -> rehearse("bpf/nohelper.bpf.o"));
        assertTrue(
                refused.getMessage().contains("the kernel lacks helper function unknown#9999"),
                refused::getMessage);
    }

    @Test
    void namesAKernelFeatureThatNobodyKnows() {
        host.need(FLOWS, "warp");
        BpfException refused = assertThrows(BpfException.class, () -> rehearse(ONE));
        assertTrue(refused.getMessage().contains("'warp'"), refused::getMessage);
        assertThrows(BpfException.class, () -> loaded(ONE, 1), "a load asks the same");
        host.need(FLOWS, "lruHash", "batchHash");
        rehearse(ONE);
    }

    @Test
    void asksForAllGrantsAtOnce() {
        host.provide("org.test.owner", "t_hash", Access.WRITE, 1);
        host.provide("org.test.owner", "t_array", Access.WRITE, 1);
        NotGrantedException refused =
                assertThrows(NotGrantedException.class, () -> rehearse(ONE, BASIC));
        assertTrue(refused.header().startsWith("Require-Capability: "), refused.header());
        for (String map : List.of("t_hash", "t_array")) {
            String clause = "org.vibrissa.bpf.map;filter:=\"(map=%s)\";access=\"r\"".formatted(map);
            assertTrue(refused.header().contains(clause), refused.header());
            assertTrue(refused.getMessage().contains(map + " of org.test.owner"));
        }
    }

    @Test
    void refusesAnotherLayoutThatTheManifestSaysNothingOf() {
        loaded(ONE, 1);
        List<String> before = all();
        NoConverterException refused =
                assertThrows(NoConverterException.class, () -> rehearse(TWO));
        assertEquals(
                "Provide-Capability: org.vibrissa.bpf.layout;map=flows;schema:Long=2;"
                        + "converts:List<Long>=\"1\"",
                refused.header());
        assertTrue(refused.getMessage().contains("no converter from 1"), refused::getMessage);
        assertTrue(refused.getMessage().contains("u32 zone"), "both layouts are shown");
        assertEquals(before, all());
    }

    @Test
    void refusesAStatedLayoutWithoutConverter() {
        loaded(ONE, 1);
        host.state(FLOWS, "flows", 3, 2);
        NoConverterException refused =
                assertThrows(NoConverterException.class, () -> rehearse(TWO));
        assertTrue(
                refused.getMessage().contains("in use with layout 1")
                        && refused.getMessage().contains("has layout 3"),
                refused::getMessage);
        host.state(FLOWS, "flows", 3, 1);
        rehearse(TWO);
    }

    @Test
    void refusesAnotherLayoutUnderTheSameNumber() {
        loaded(ONE, 1);
        host.state(FLOWS, "flows", 1);
        assertThrows(LayoutMismatchException.class, () -> rehearse(TWO));
        rehearse(ONE);
    }

    @Test
    void refusesToLoadARaisedLayoutWithoutConverter() {
        loaded(ONE, 1);
        List<String> before = all();
        NoConverterException undeclared =
                assertThrows(NoConverterException.class, () -> loaded(TWO, 2));
        assertEquals("flows", undeclared.map());
        host.state(FLOWS, "flows", 2, 3, 4);
        assertThrows(NoConverterException.class, () -> loaded(TWO, 2));
        assertEquals(before, all());
        host.state(FLOWS, "flows", 2, 1);
        loaded(TWO, 2);
        assertEquals(List.of(1, 2), host.bundle(FLOWS).pinnedSchemas("flows"));
    }

    @Test
    void loadsARaisedLayoutWhenTheOldMapIsGivenUp() {
        loaded(ONE, 1);
        host.bundle(FLOWS).unpin("flows", 1);
        loaded(TWO, 2);
        assertEquals(List.of(2), host.bundle(FLOWS).pinnedSchemas("flows"));
    }

    @Test
    void takesTheLayoutOfTheManifestWhenTheRequestSaysNone() {
        host.state(FLOWS, "flows", 4);
        host.bundle(FLOWS).load(ObjectRequest.of(ONE).survive("flows"));
        Path pin = host.folder().resolve("bundle/org-test-flows/m_flows_v4");
        assertTrue(all().get(2).contains(pin.toString()), all()::toString);
        BpfException other = assertThrows(BpfException.class, () -> loaded(ONE, 5));
        assertTrue(other.getMessage().contains("its manifest states 4"), other::getMessage);
    }
}
