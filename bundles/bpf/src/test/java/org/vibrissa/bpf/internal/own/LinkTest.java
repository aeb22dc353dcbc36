package org.vibrissa.bpf.internal.own;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.BpfLink;
import org.vibrissa.bpf.BpfProgram;
import org.vibrissa.bpf.CgroupAttach;
import org.vibrissa.bpf.Direction;
import org.vibrissa.bpf.ObjectRequest;

@Tag("bpf")
class LinkTest {
    private static final String OWNER = "org.test.links";

    private TestHost host = new TestHost();
    private final Veth veth = new Veth();

    @AfterEach
    void end() {
        host.close();
        veth.close();
    }

    private static BpfProgram program(OwnedLoader loader, String name) {
        return loader.load(ObjectRequest.of("bpf/basic.bpf.o").onlyPrograms(name)).program(name);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void replacesAndAdoptsAPinnedAttachmentAfterARestart(boolean tcx) {
        host.close();
        host = new TestHost(tcx);
        BpfLink.Form form = tcx ? BpfLink.Form.TCX : BpfLink.Form.CLSACT;
        OwnedLoader first = host.bundle(OWNER);
        BpfProgram one = program(first, "t_verdict");
        BpfLink link =
                first.attachTcx(one, veth.ifindex(), Direction.INGRESS, Optional.of("root_in"));
        assertEquals(form, link.form());
        assertEquals(one.id(), link.programId());
        BpfProgram two = program(first, "t_verdict");
        link.update(two);
        assertEquals(two.id(), link.programId());
        host.restart();

        OwnedLoader second = host.bundle(OWNER, "2.0.0");
        assertEquals(List.of("root_in"), second.pinnedLinks());
        BpfLink found = second.adopt("root_in").orElseThrow();
        assertEquals(two.id(), found.programId());
        assertEquals(form, found.form());
        BpfProgram three = program(second, "t_verdict");
        BpfLink again =
                second.attachTcx(three, veth.ifindex(), Direction.INGRESS, Optional.of("root_in"));
        assertEquals(three.id(), found.programId());
        again.detach();
        assertFalse(found.attached());
        assertEquals(List.of(), second.pinnedLinks());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUnpinnedAttachmentEndsWithItsBundle(boolean tcx) {
        host.close();
        host = new TestHost(tcx);
        OwnedLoader loader = host.bundle(OWNER);
        BpfProgram program = program(loader, "t_verdict");
        loader.attachTcx(program, veth.ifindex(), Direction.EGRESS, Optional.empty());
        String kind = tcx ? "tcx/egress" : "clsact/egress";
        String shown = Veth.run("bpftool", "net", "show", "dev", veth.name());
        assertTrue(tcx || shown.contains(kind), shown);
        loader.close();
        assertFalse(Veth.run("bpftool", "net", "show", "dev", veth.name()).contains(kind), "left");
        assertFalse(Veth.run("tc", "qdisc", "show", "dev", veth.name()).contains("clsact"));
    }

    @Test
    void clsactLeavesAForeignFilterAndItsQdiscAlone() {
        host.close();
        host = new TestHost(false);
        Veth.run("tc", "qdisc", "add", "dev", veth.name(), "clsact");
        OwnedLoader loader = host.bundle(OWNER);
        BpfProgram program = program(loader, "t_verdict");
        BpfLink first =
                loader.attachTcx(program, veth.ifindex(), Direction.INGRESS, Optional.empty());
        BpfLink other =
                loader.attachTcx(program, veth.ifindex(), Direction.INGRESS, Optional.empty());
        first.detach();
        assertTrue(other.attached());
        loader.close();
        assertTrue(Veth.run("tc", "qdisc", "show", "dev", veth.name()).contains("clsact"));
    }

    @Test
    void attachesAnewWhenTheDeviceOfAPinIsGone() {
        OwnedLoader loader = host.bundle(OWNER);
        BpfProgram program = program(loader, "t_verdict");
        BpfLink old =
                loader.attachTcx(program, veth.ifindex(), Direction.INGRESS, Optional.of("dev"));
        veth.delete();
        assertFalse(old.attached());
        assertEquals(0, old.ifindex());
        BpfException gone = assertThrows(BpfException.class, () -> old.update(program));
        assertEquals("ENOLINK", gone.errnoName());
        try (Veth next = new Veth()) {
            BpfLink link =
                    loader.attachTcx(
                            program, next.ifindex(), Direction.INGRESS, Optional.of("dev"));
            assertNotEquals(old.id(), link.id());
            assertTrue(link.attached());
            old.detach();
        }
    }

    @Test
    void attachesXdpAndAdoptsIt() {
        OwnedLoader loader = host.bundle(OWNER);
        BpfProgram program = program(loader, "t_xdp");
        loader.attachXdp(program, veth.ifindex(), Optional.of("xdp0"));
        host.restart();
        BpfLink found = host.bundle(OWNER).adopt("xdp0").orElseThrow();
        assertEquals(BpfLink.Form.XDP, found.form());
        assertEquals(program.id(), found.programId());
        found.detach();
    }

    @Test
    void attachesToACgroupAndAdoptsIt() throws IOException {
        Path cgroup = cgroup2();
        try {
            OwnedLoader loader = host.bundle(OWNER);
            BpfProgram program = program(loader, "t_connect4");
            loader.attachCgroup(program, cgroup, CgroupAttach.INET4_CONNECT, Optional.of("c4"));
            host.restart();
            OwnedLoader second = host.bundle(OWNER);
            BpfProgram next = program(second, "t_connect4");
            BpfLink found =
                    second.attachCgroup(
                            next, cgroup, CgroupAttach.INET4_CONNECT, Optional.of("c4"));
            assertEquals(next.id(), found.programId());
            found.detach();
        } finally {
            Files.delete(cgroup);
        }
    }

    private static Path cgroup2() throws IOException {
        Optional<String> mount =
                Files.readAllLines(Path.of("/proc/mounts")).stream()
                        .map(l -> l.split(" ", -1))
                        .filter(f -> f[2].equals("cgroup2"))
                        .map(f -> f[1])
                        .findFirst();
        assumeTrue(mount.isPresent(), "no cgroup2 is mounted");
        return Files.createDirectory(
                Path.of(mount.orElseThrow(), "vt" + ProcessHandle.current().pid()));
    }

    @Test
    void saysWhatIsWrongWithADevice() {
        OwnedLoader loader = host.bundle(OWNER);
        BpfProgram program = program(loader, "t_verdict");
        BpfException refused =
                assertThrows(
                        BpfException.class,
                        () ->
                                loader.attachTcx(
                                        program, 999_999, Direction.INGRESS, Optional.empty()));
        assertEquals("ENODEV", refused.errnoName());
        assertTrue(refused.getMessage().contains("no such device"), refused::getMessage);
    }
}
