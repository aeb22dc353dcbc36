package org.vibrissa.bpf.internal.own;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vibrissa.bpf.Access;
import org.vibrissa.bpf.BpfInventory;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.ChainLease;
import org.vibrissa.bpf.Direction;
import org.vibrissa.bpf.LayoutMismatchException;
import org.vibrissa.bpf.LeaseHeldException;
import org.vibrissa.bpf.NotGrantedException;
import org.vibrissa.bpf.ObjectRequest;
import org.vibrissa.bpf.PlainCodecs;
import org.vibrissa.bpf.internal.own.TestTypes.Count;
import org.vibrissa.bpf.internal.own.TestTypes.Flow;

@Tag("bpf")
class OwnershipTest {
    private static final ObjectRequest BASIC =
            ObjectRequest.of("bpf/basic.bpf.o").onlyPrograms("t_verdict");

    private final TestHost host = new TestHost();

    @AfterEach
    void end() {
        host.close();
    }

    private static BpfMap<Flow, Count> hash(BpfObject object) {
        return object.map("t_hash", TestTypes.FLOW, TestTypes.COUNT);
    }

    private static final Flow KEY = new Flow(1, (short) 1);

    @Test
    void sharesAMapByGrantOnly() {
        host.provide("org.test.owner", "t_hash", Access.WRITE, 1);
        OwnedLoader owner = host.bundle("org.test.owner");
        BpfObject owned = owner.load(BASIC);
        hash(owned).put(KEY, new Count(5, 6));
        OwnedLoader guest = host.bundle("org.test.guest");
        NotGrantedException refused =
                assertThrows(NotGrantedException.class, () -> guest.load(BASIC));
        assertEquals(
                "Require-Capability: org.vibrissa.bpf.map;filter:=\"(map=t_hash)\";access=\"r\"",
                refused.header());
        host.grant("org.test.guest", "t_hash", Access.READ);
        BpfMap<Flow, Count> seen = hash(guest.load(BASIC));
        assertEquals(Optional.of(new Count(5, 6)), seen.get(KEY));
        assertThrows(NotGrantedException.class, () -> seen.put(KEY, new Count(0, 0)));
        assertThrows(
                NotGrantedException.class,
                () -> guest.granted("t_hash", Access.WRITE, TestTypes.FLOW, TestTypes.COUNT));
        host.grant("org.test.guest", "t_hash", Access.WRITE);
        guest.granted("t_hash", Access.WRITE, TestTypes.FLOW, TestTypes.COUNT)
                .put(KEY, new Count(7, 8));
        assertEquals(Optional.of(new Count(7, 8)), hash(owned).get(KEY));
        BpfInventory.MapItem item =
                new Inventory(host.node())
                        .maps().stream()
                                .filter(m -> m.info().name().equals("t_hash"))
                                .findFirst()
                                .orElseThrow();
        assertEquals("org.test.owner/1.0.0", item.owner());
        assertEquals(List.of("org.test.guest/1.0.0"), item.users());
    }

    @Test
    void keepsSurvivorsAndReleasesTheRest() {
        ObjectRequest request = BASIC.survive("t_hash", "t_verdict");
        OwnedLoader first = host.bundle("org.test.keeper");
        BpfObject object = first.load(request);
        hash(object).put(KEY, new Count(1, 2));
        int program = object.program("t_verdict").id();
        host.restart();
        OwnedLoader second = host.bundle("org.test.keeper", "1.1.0");
        assertEquals(program, second.pinnedProgram("t_verdict").orElseThrow().id());
        BpfObject again = second.load(request);
        assertEquals(Optional.of(new Count(1, 2)), hash(again).get(KEY));
        assertEquals(
                again.program("t_verdict").id(),
                second.pinnedProgram("t_verdict").orElseThrow().id());
        Path pins = host.folder().resolve("bundle/org-test-keeper");
        assertTrue(Files.exists(pins.resolve("m_t_hash_v1")));
        assertFalse(Files.exists(pins.resolve("m_t_array_v1")));
        host.node().uninstalled("org.test.keeper");
        assertFalse(Files.exists(pins));
    }

    @Test
    void anOldVersionThatStopsLeavesWhatItsSuccessorTookOver() {
        host.provide("org.test.owner", "t_hash", Access.WRITE, 1);
        OwnedLoader one = host.bundle("org.test.owner", "1.0.0");
        hash(one.load(BASIC)).put(KEY, new Count(1, 1));
        OwnedLoader two = host.bundle("org.test.owner", "2.0.0");
        BpfMap<Flow, Count> taken = hash(two.load(BASIC));
        one.close();
        assertEquals(Optional.of(new Count(1, 1)), taken.get(KEY));
        Path pin = host.folder().resolve("shared/t_hash");
        assertTrue(Files.exists(pin));
        two.close();
        assertFalse(Files.exists(pin));
    }

    @Test
    void keepsASurvivorThatAnotherObjectOfTheBundleUsesToo() {
        host.provide("org.test.core", "t_hash", Access.WRITE, 1);
        OwnedLoader loader = host.bundle("org.test.core");
        BpfObject tables = loader.load(BASIC.survive("t_hash"));
        int map = hash(tables).info().id();
        loader.load(BASIC);
        host.restart();
        BpfObject again = host.bundle("org.test.core").load(BASIC.survive("t_hash"));
        assertEquals(map, hash(again).info().id());
    }

    @Test
    void refusesToReuseAMapOfAnotherLayout() {
        OwnedLoader loader = host.bundle("org.test.flows");
        loader.load(ObjectRequest.of("bpf/flows1.bpf.o").survive("flows"));
        LayoutMismatchException refused =
                assertThrows(
                        LayoutMismatchException.class,
                        () -> loader.load(ObjectRequest.of("bpf/flows2.bpf.o").survive("flows")));
        assertTrue(refused.getMessage().contains("u32 zone"), refused::getMessage);
    }

    @Test
    void leasesAChainToOneNode() throws IOException {
        OwnedLoader loader = host.bundle("org.test.core");
        ChainLease lease = loader.lease("ep");
        LeaseHeldException held = assertThrows(LeaseHeldException.class, () -> loader.lease("ep"));
        assertEquals("node test, pid " + ProcessHandle.current().pid(), held.holder());
        loader.lease("net").close();
        lease.close();
        loader.lease("ep");
        loader.close();
        host.bundle("org.test.core").lease("ep").close();
    }

    @Test
    void leaksNoDescriptorPinOrKernelObject() throws IOException {
        try (Veth veth = new Veth()) {
            cycle(veth);
            long fds = descriptors();
            for (int i = 0; i < 30; i++) {
                cycle(veth);
            }
            assertEquals(fds, descriptors());
            assertEquals(0, new Inventory(host.node()).pins().size());
            assertEquals(0, new Inventory(host.node()).maps().size());
        }
    }

    private void cycle(Veth veth) {
        OwnedLoader loader = host.bundle("org.test.leak");
        BpfObject object = loader.load(BASIC);
        loader.attachTcx(
                object.program("t_verdict"), veth.ifindex(), Direction.INGRESS, Optional.empty());
        object.shadow(Map.of(), 16).close();
        object.map("t_cpu_array", PlainCodecs.U32, PlainCodecs.U32).perCpu().entries();
        assertThrows(
                RuntimeException.class, () -> loader.load(ObjectRequest.of("bpf/refused.bpf.o")));
        loader.close();
    }

    /** Open descriptors of BPF objects. */
    private static long descriptors() throws IOException {
        try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
            return fds.filter(OwnershipTest::isBpf).count();
        }
    }

    private static boolean isBpf(Path fd) {
        try {
            return Files.readSymbolicLink(fd).toString().contains("bpf");
        } catch (IOException e) {
            // The descriptor by which the folder is listed is gone by now.
            return false;
        }
    }
}
