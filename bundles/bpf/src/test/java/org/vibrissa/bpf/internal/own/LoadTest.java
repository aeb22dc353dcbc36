package org.vibrissa.bpf.internal.own;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.BpfObjectSpec;
import org.vibrissa.bpf.LayoutMismatchException;
import org.vibrissa.bpf.MapType;
import org.vibrissa.bpf.ObjectRequest;
import org.vibrissa.bpf.PlainCodecs;
import org.vibrissa.bpf.SkbContext;
import org.vibrissa.bpf.TestRunRequest;
import org.vibrissa.bpf.TestRunResult;
import org.vibrissa.bpf.VerifierRejectedException;
import org.vibrissa.bpf.internal.own.TestTypes.Count;

@Tag("bpf")
class LoadTest {
    private static final String BASIC = "bpf/basic.bpf.o";
    private static final byte[] PACKET = new byte[64];

    private final TestHost host = new TestHost();
    private final OwnedLoader loader = host.bundle("org.test.one");

    @AfterEach
    void end() {
        host.close();
    }

    @Test
    void readsAnObjectWithoutLoadingIt() {
        BpfObjectSpec spec = loader.open(BASIC);
        assertEquals("tc", spec.program("t_verdict").orElseThrow().section());
        assertEquals(MapType.LPM_TRIE, spec.map("t_lpm").orElseThrow().type());
        assertEquals(200000, spec.map("t_hash").orElseThrow().maxEntries());
        assertEquals("Dual BSD/GPL", spec.license());
        assertEquals("t_note", spec.notes().get(0).symbol());
        assertEquals(17, spec.notes().get(0).bytes().getShort(2));
        assertTrue(spec.rodata().orElseThrow().fields().size() == 2, spec.rodata()::toString);
    }

    @Test
    void runsAProgramOnAPacketWithTheConstantsOfTheRequest() {
        ObjectRequest request =
                ObjectRequest.of(BASIC)
                        .onlyPrograms("t_verdict")
                        .constant("verdict", 5)
                        .constant("step", new byte[] {3, 0});
        try (BpfObject object = loader.load(request)) {
            assertEquals(List.of("t_verdict"), object.programNames());
            TestRunResult result =
                    object.program("t_verdict")
                            .testRun(
                                    TestRunRequest.of(PACKET)
                                            .with(SkbContext.EMPTY.withCb(List.of(41, 0, 0, 0, 0)))
                                            .repeated(10));
            assertEquals(5, result.retval());
            assertEquals(51, result.context().cb().get(0));
            assertEquals(64, result.data().length);
            BpfMap<Integer, Count> total = object.map("t_array", PlainCodecs.U32, TestTypes.COUNT);
            assertEquals(new Count(10, 640), total.get(0).orElseThrow());
            int steps =
                    object.map("t_cpu_array", PlainCodecs.U32, PlainCodecs.U32)
                            .perCpu()
                            .fold(0, Integer::sum)
                            .orElseThrow();
            assertEquals(30, steps);
        }
    }

    @Test
    void tailCallsThroughASlotThatIsSet() {
        try (BpfObject object = loader.load(ObjectRequest.of(BASIC))) {
            BpfMap<Integer, Integer> chain =
                    object.map("t_chain", PlainCodecs.U32, PlainCodecs.U32);
            assertEquals(7, object.program("t_root").testRun(TestRunRequest.of(PACKET)).retval());
            chain.progArray().set(3, object.program("t_verdict"));
            TestRunResult result = object.program("t_root").testRun(TestRunRequest.of(PACKET));
            assertEquals(2, result.retval());
            assertEquals(1, result.context().mark());
            assertEquals(
                    Map.of(3, object.program("t_verdict").id()), chain.progArray().programIds());
            assertTrue(chain.progArray().clear(3));
            BpfException refused =
                    assertThrows(
                            BpfException.class,
                            () -> chain.progArray().set(1, object.program("t_xdp")));
            assertEquals("EINVAL", refused.errnoName());
        }
    }

    @Test
    void tellsObjectsApartByFileAndConstants() {
        ObjectRequest plain = ObjectRequest.of(BASIC).onlyPrograms("t_verdict");
        try (BpfObject one = loader.load(plain);
                BpfObject other = loader.load(plain.constant("verdict", 5))) {
            try (BpfObject shadow = one.shadow(Map.of(), 100)) {
                assertEquals(one.digest(), shadow.digest());
            }
            assertEquals(64, one.digest().length());
            assertNotEquals(one.digest(), other.digest());
        }
    }

    @Test
    void shadowSharesOnlyWhatIsReplaced() {
        try (BpfObject object = loader.load(ObjectRequest.of(BASIC));
                BpfObject other = loader.load(ObjectRequest.of(BASIC))) {
            BpfMap<Integer, Integer> chain = other.map("t_chain", PlainCodecs.U32, PlainCodecs.U32);
            try (BpfObject shadow = object.shadow(Map.of("t_chain", chain), 100)) {
                chain.progArray().set(3, shadow.program("t_verdict"));
                assertEquals(
                        2, other.program("t_root").testRun(TestRunRequest.of(PACKET)).retval());
                assertEquals(
                        100,
                        shadow.map("t_hash", TestTypes.FLOW, TestTypes.COUNT).info().maxEntries());
                assertEquals(
                        0,
                        object.map("t_array", PlainCodecs.U32, TestTypes.COUNT)
                                .get(0)
                                .orElseThrow()
                                .packets());
                assertEquals(
                        1,
                        shadow.map("t_array", PlainCodecs.U32, TestTypes.COUNT)
                                .get(0)
                                .orElseThrow()
                                .packets());
            }
        }
    }

    @Test
    void carriesTheVerifiersLog() {
        VerifierRejectedException refused =
                assertThrows(
                        VerifierRejectedException.class,
                        () -> loader.load(ObjectRequest.of("bpf/refused.bpf.o")));
        assertEquals("r_unchecked", refused.program());
        assertTrue(refused.logTail().contains("invalid access to packet"), refused::getMessage);
        assertEquals("EACCES", refused.errnoName());
        loader.load(ObjectRequest.of("bpf/refused.bpf.o").onlyPrograms("r_fine")).close();
    }

    @Test
    void showsBothLayoutsWhenACodecDoesNotFit() {
        try (BpfObject object = loader.load(ObjectRequest.of(BASIC))) {
            LayoutMismatchException refused =
                    assertThrows(
                            LayoutMismatchException.class,
                            () ->
                                    object.map(
                                            "t_hash",
                                            TestTypes.FLOW,
                                            TestTypes.pair("struct count", "bytes", "packets")));
            assertTrue(refused.getMessage().contains("u64 bytes "), refused::getMessage);
            assertEquals("value of map t_hash", refused.subject());
        }
    }

    @Test
    void namesWhatAnObjectDoesNotHave() {
        assertTrue(
                message(() -> loader.load(ObjectRequest.of(BASIC).onlyPrograms("nope")))
                        .contains("no program 'nope'; it has [t_"));
        assertTrue(
                message(() -> loader.load(ObjectRequest.of(BASIC).constant("nope", 1)))
                        .contains("no settable constant nope; it has [verdict, step]"));
        assertTrue(
                message(() -> loader.load(ObjectRequest.of("bpf/none.o")))
                        .contains("bundle org.test.one/1.0.0 has no bpf/none.o"));
    }

    private static String message(Runnable action) {
        return assertThrows(BpfException.class, action::run).getMessage();
    }
}
