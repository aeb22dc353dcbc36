package org.vibrissa.datapath.internal.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.ObjectRequest;
import org.vibrissa.bpf.PlainCodecs;
import org.vibrissa.bpf.SkbContext;
import org.vibrissa.bpf.TestRunRequest;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.Claim;
import org.vibrissa.datapath.ClaimRefused;
import org.vibrissa.datapath.ClaimRequest;
import org.vibrissa.datapath.LocalEndpoints;
import org.vibrissa.datapath.PacketTrace;
import org.vibrissa.datapath.SlotInfo;
import org.vibrissa.datapath.SyntheticPacket;
import org.vibrissa.datapath.internal.packet.PacketBuilder;
import org.vibrissa.datapath.internal.tables.ConntrackTable;
import org.vibrissa.datapath.internal.tables.DropTable;
import org.vibrissa.datapath.internal.tables.EndpointTable;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.MacAddress;

/** Claims, traces and restarts on the kernel's own maps and programs. */
@Tag("bpf")
class PipelineKernelTest {
    private static final String STAGES = "bpf/stages.bpf.o";
    private static final String VENDOR = "org.test.vendor";
    private static final int LOOPBACK = 1;
    private static final InetAddress ALICE = IpAddresses.parse("192.0.2.1");
    private static final InetAddress BOB = IpAddresses.parse("192.0.2.2");
    private static final MacAddress ALICE_MAC = MacAddress.parse("02:00:5e:00:53:01");
    private static final MacAddress BOB_MAC = MacAddress.parse("02:00:5e:00:53:02");
    private static final MacAddress HOST_MAC = MacAddress.parse("02:00:5e:00:53:ff");

    @TempDir private Path folder;
    private LiveDatapath datapath;

    @BeforeEach
    void start() {
        datapath = new LiveDatapath(folder);
        datapath.config().update(c -> c.withHostIfindex(LOOPBACK).withHostMac(HOST_MAC.toBytes()));
        EndpointTable endpoints = new EndpointTable(datapath.core(), datapath.config());
        endpoints.put(ALICE, entry(1, ALICE_MAC));
        endpoints.put(BOB, entry(2, BOB_MAC));
    }

    @AfterEach
    void end() {
        datapath.close();
    }

    private static LocalEndpoints.Entry entry(int id, MacAddress mac) {
        return new LocalEndpoints.Entry(
                id, 256 + id, LOOPBACK, mac, HOST_MAC, false, true, false, 1500);
    }

    private BpfObject load(String... programs) {
        return datapath.vendor().load(ObjectRequest.of(STAGES).onlyPrograms(programs));
    }

    /** Sends one packet of Alice's to Bob through the live root of chain ep. */
    private void send() {
        byte[] frame =
                PacketBuilder.ethernet(HOST_MAC, ALICE_MAC)
                        .ip(ALICE, BOB)
                        .udp(40000, 53)
                        .payload(32)
                        .build();
        datapath.core()
                .roots()
                .get(Chain.EP)
                .testRun(TestRunRequest.of(frame).with(SkbContext.EMPTY.withIfindex(LOOPBACK)));
    }

    private long counted(BpfObject object, int index) {
        return object.map("t_counts", PlainCodecs.U32, PlainCodecs.U64).get(index).orElseThrow();
    }

    private Optional<SlotInfo> slot(Chain chain, int slot) {
        return datapath.pipeline().slots().stream()
                .filter(info -> info.chain() == chain && info.slot() == slot)
                .findFirst();
    }

    private Map<Place, Integer> programs() {
        return datapath.pipeline().slots().stream()
                .collect(
                        Collectors.toMap(i -> new Place(i.chain(), i.slot()), SlotInfo::programId));
    }

    @Test
    void fillsEveryCoreSlotAtTheStart() {
        for (int slot : new int[] {0, 8, 13, 24, 26, 31}) {
            SlotInfo info = slot(Chain.EP, slot).orElseThrow();
            assertEquals(LiveDatapath.CORE, info.owner());
            assertTrue(info.programId() > 0, info::toString);
        }
    }

    @Test
    void runsAClaimedStageAndShowsIt() {
        BpfObject object = load("t_count");
        PipelineService pipeline = datapath.pipelineOf(VENDOR, "1.2.3");
        Claim claim = pipeline.claim(new ClaimRequest(object, "t_count"));
        assertEquals(17, claim.slot());
        assertEquals(2, claim.chains().size());
        SlotInfo info = slot(Chain.EP, 17).orElseThrow();
        assertEquals("t_count", info.stage());
        assertEquals(VENDOR, info.owner());
        assertEquals("1.2.3", info.version());
        assertEquals(object.program("t_count").id(), info.programId());
        assertEquals(0, counted(object, 0), "conformance runs on copies of the maps");
        send();
        assertEquals(2, counted(object, 0), "once in ep, once in dlv");
        assertEquals(1, slot(Chain.EP, 17).orElseThrow().hits());
        assertEquals(1, slot(Chain.DLV, 17).orElseThrow().hits());
    }

    @Test
    void writesTheNoopOnReleaseAndClearsItAfterwards() {
        BpfObject object = load("t_count");
        Claim claim =
                datapath.pipelineOf(VENDOR, "1.0.0").claim(new ClaimRequest(object, "t_count"));
        claim.release();
        claim.release();
        SlotInfo info = slot(Chain.EP, 17).orElseThrow();
        assertEquals("", info.owner());
        assertTrue(info.programId() > 0, "the no-op stands there");
        send();
        assertEquals(0, counted(object, 0));
        datapath.pipeline().table().compact();
        assertFalse(slot(Chain.EP, 17).isPresent());
        assertFalse(
                datapath.pipeline().table().array(Chain.EP).programIds().containsKey(17),
                "compaction clears the slot");
        send();
        assertEquals(1, new ConntrackTable(datapath.core()).size());
    }

    @Test
    void keepsAStageInForceWhileThePipelineItselfGoes() {
        BpfObject object = load("t_count");
        PipelineService pipeline = datapath.endingPipelineOf(VENDOR, "1.0.0");
        Claim claim = pipeline.claim(new ClaimRequest(object, "t_count"));
        claim.release();
        pipeline.deactivate();
        assertEquals(VENDOR, slot(Chain.EP, 17).orElseThrow().owner());
        send();
        assertEquals(2, counted(object, 0), "it runs on for its owner to claim again");
    }

    @Test
    void takesTheSlotOverForTheNextVersionAndGivesItBack() {
        BpfObject object = load("t_count", "t_count_two");
        Claim first =
                datapath.pipelineOf(VENDOR, "1.0.0").claim(new ClaimRequest(object, "t_count"));
        Claim second =
                datapath.pipelineOf(VENDOR, "2.0.0").claim(new ClaimRequest(object, "t_count_two"));
        send();
        assertEquals(0, counted(object, 0));
        assertEquals(2, counted(object, 1));
        second.release();
        assertEquals("1.0.0", slot(Chain.EP, 17).orElseThrow().version());
        send();
        assertEquals(2, counted(object, 0));
        first.replace(new ClaimRequest(object, "t_count_two"));
        send();
        assertEquals(4, counted(object, 1));
    }

    @Test
    void refusesAHeldSlotAndChangesNothing() {
        BpfObject object = load("t_count", "t_count_two");
        datapath.pipelineOf(VENDOR, "1.0.0").claim(new ClaimRequest(object, "t_count"));
        Map<Place, Integer> before = programs();
        PipelineService other = datapath.pipelineOf("org.test.other", "1.0.0");
        ClaimRefused refused =
                assertThrows(
                        ClaimRefused.class,
                        () -> other.claim(new ClaimRequest(object, "t_count_two")));
        assertEquals(ClaimRefused.Cause.SLOT_HELD, refused.reason());
        assertTrue(refused.getMessage().contains(VENDOR + " 1.0.0"), refused.getMessage());
        assertEquals(before, programs());
    }

    @ParameterizedTest
    @CsvSource({
        "bpf/old.bpf.o, t_old, WRONG_ABI, ABI 7",
        "bpf/stages.bpf.o, t_no_contract, NO_CONTRACT, VIB_STAGE",
        "bpf/stages.bpf.o, t_swallow, CONFORMANCE, was not entered",
        "bpf/stages.bpf.o, t_silent, CONFORMANCE, without a reason",
        "bpf/stages.bpf.o, t_needs_verdict, UNMET_NEED, slot 14 (policy)",
        "bpf/stages.bpf.o, t_needs_later, UNMET_NEED, slot 8 (conntrack) provides it"
    })
    void refusesAStageThatIsNotFit(String entry, String program, String cause, String words) {
        BpfObject object = datapath.vendor().load(ObjectRequest.of(entry).onlyPrograms(program));
        Map<Place, Integer> before = programs();
        PipelineService pipeline = datapath.pipelineOf(VENDOR, "1.0.0");
        ClaimRequest request = new ClaimRequest(object, program);
        for (boolean dry : new boolean[] {true, false}) {
            ClaimRefused refused =
                    assertThrows(
                            ClaimRefused.class,
                            () -> {
                                if (dry) {
                                    pipeline.check(request);
                                } else {
                                    pipeline.claim(request);
                                }
                            });
            assertEquals(cause, refused.reason().name(), refused.getMessage());
            assertTrue(refused.getMessage().contains(words), refused.getMessage());
        }
        assertEquals(before, programs());
    }

    @Test
    void letsAStageStandOnWhatAnotherProvidesAlsoAfterARestart() {
        BpfObject object = load("t_needs_core", "t_needs_verdict");
        datapath.pipelineOf(VENDOR, "1.0.0").claim(new ClaimRequest(object, "t_needs_core"));
        datapath.restart();
        BpfObject again = load("t_needs_verdict");
        datapath.pipelineOf("org.test.other", "1.0.0")
                .claim(new ClaimRequest(again, "t_needs_verdict"));
        assertEquals(VENDOR, slot(Chain.EP, 17).orElseThrow().owner(), "not claimed anew");
        assertEquals("t_needs_verdict", slot(Chain.DLV, 23).orElseThrow().stage());
    }

    @Test
    void admitsStagesInTheNameOfABundleThatDoesNotRunYet() {
        AdmissionService admission = new AdmissionService(datapath.pipeline());
        BpfObject good = load("t_count");
        Map<Place, Integer> before = programs();
        ClaimRefused silent =
                assertThrows(
                        ClaimRefused.class,
                        () ->
                                admission.checkConformance(
                                        datapath.vendor().load(ObjectRequest.of(STAGES))));
        assertEquals(ClaimRefused.Cause.CONFORMANCE, silent.reason(), silent.getMessage());
        datapath.pipelineOf("org.test.other", "1.0.0").claim(new ClaimRequest(good, "t_count"));
        ClaimRefused held =
                assertThrows(
                        ClaimRefused.class,
                        () ->
                                admission.checkContracts(
                                        VENDOR, List.of(datapath.vendor().open(STAGES))));
        assertEquals(ClaimRefused.Cause.SLOT_HELD, held.reason(), held.getMessage());
        assertEquals(2, admission.evict("org.test.other"));
        datapath.pipeline().table().compact();
        assertEquals(before, programs());
    }

    @Test
    void refusesAReplacementOfAnotherSlot() {
        BpfObject object = load("t_count", "t_policy");
        Claim claim =
                datapath.pipelineOf(VENDOR, "1.0.0").claim(new ClaimRequest(object, "t_count"));
        ClaimRefused refused =
                assertThrows(
                        ClaimRefused.class,
                        () -> claim.replace(new ClaimRequest(object, "t_policy")));
        assertTrue(refused.getMessage().contains("slot 14"), refused.getMessage());
        assertEquals("t_count", slot(Chain.EP, 17).orElseThrow().stage());
    }

    @Test
    void tracesAPacketWithoutATraceOfIt() {
        BpfObject object = load("t_count");
        datapath.pipelineOf(VENDOR, "1.0.0").claim(new ClaimRequest(object, "t_count"));
        send();
        List<Long> hits = datapath.pipeline().slots().stream().map(SlotInfo::hits).toList();
        ConntrackTable conntrack = new ConntrackTable(datapath.core());
        assertEquals(1, conntrack.size());
        for (int port : new int[] {53, 80}) {
            PacketTrace trace =
                    datapath.pipeline()
                            .trace(
                                    new SyntheticPacket(
                                            Chain.EP,
                                            ALICE,
                                            BOB,
                                            SyntheticPacket.Protocol.UDP,
                                            40000,
                                            port));
            assertEquals("redirect", trace.verdict());
            List<String> owners = trace.steps().stream().map(PacketTrace.Step::owner).toList();
            assertTrue(owners.contains(VENDOR), owners::toString);
            assertEquals(0, trace.steps().get(0).slot());
            assertTrue(trace.nanos() > 0);
        }
        assertEquals(hits, datapath.pipeline().slots().stream().map(SlotInfo::hits).toList());
        assertEquals(1, conntrack.size());
        assertEquals(1, conntrack.list(10).get(0).forwardPackets());
        assertEquals(List.of(), new DropTable(datapath.core()).list());
        assertEquals(0, datapath.config().get().traceMark());
    }

    @Test
    void saysWhyATracedPacketIsDropped() {
        PacketTrace trace =
                datapath.pipeline()
                        .trace(
                                new SyntheticPacket(
                                        Chain.NET,
                                        ALICE,
                                        BOB,
                                        SyntheticPacket.Protocol.TCP,
                                        40000,
                                        80));
        assertEquals("drop", trace.verdict());
        assertEquals(132, trace.dropReason());
        assertFalse(trace.dropReasonName().isEmpty());
        assertEquals(List.of(), new DropTable(datapath.core()).list());
    }

    @Test
    void refusesToTraceFromAnAddressThatIsNoEndpoint() {
        SyntheticPacket packet =
                new SyntheticPacket(
                        Chain.EP,
                        IpAddresses.parse("198.51.100.9"),
                        BOB,
                        SyntheticPacket.Protocol.TCP,
                        1,
                        2);
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class, () -> datapath.pipeline().trace(packet));
        assertTrue(e.getMessage().contains("198.51.100.9"), e.getMessage());
    }

    @Test
    void takesOverWhatAnEarlierDaemonLeft() {
        send();
        Map<Place, Integer> before = programs();
        datapath.restart();
        assertEquals(2, new EndpointTable(datapath.core(), datapath.config()).list().size());
        assertEquals(1, new ConntrackTable(datapath.core()).size());
        Map<Place, Integer> after = programs();
        assertEquals(before.keySet(), after.keySet());
        after.forEach((place, id) -> assertTrue(!id.equals(before.get(place)), place::toString));
        assertEquals(LiveDatapath.CORE, slot(Chain.EP, 0).orElseThrow().owner());
        send();
        assertEquals(2, new ConntrackTable(datapath.core()).list(10).get(0).forwardPackets());
    }
}
