package org.vibrissa.netlink.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vibrissa.netlink.NamespaceVanishedException;
import org.vibrissa.netlink.NetlinkException;
import org.vibrissa.netlink.NetworkNamespace;
import org.vibrissa.netlink.NftTable;
import org.vibrissa.netlink.NftTable.NftChain;
import org.vibrissa.netlink.NftTable.NftSet;
import org.vibrissa.netlink.VethSpec;

@Tag("bpf")
class NamespacesKernelTest {
    private final Sandbox sandbox = new Sandbox();
    private final NamespaceFolder folder = sandbox.namespaces;

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void opensByNamePathAndProcess() throws Exception {
        NetworkNamespace made = sandbox.namespace();
        assertTrue(folder.names().contains(made.name()));
        Process sleeper =
                new ProcessBuilder("nsenter", "--net=" + made.path(), "sleep", "60").start();
        try (NetworkNamespace byName = folder.open(made.name());
                NetworkNamespace byPath = folder.open(made.path());
                NetworkNamespace own = folder.own()) {
            assertEquals(made.id(), byName.id());
            assertEquals(made.id(), byPath.id());
            assertNotEquals(made.id(), own.id());
            Sandbox.await(
                    "the process to enter the namespace",
                    () -> {
                        try (NetworkNamespace byPid = folder.ofProcess((int) sleeper.pid())) {
                            return byPid.id().equals(made.id());
                        }
                    });
        } finally {
            sleeper.destroyForcibly();
        }
    }

    @Test
    void refusesWhatIsNoNamespace() {
        NamespaceVanishedException none =
                assertThrows(
                        NamespaceVanishedException.class, () -> folder.open(Sandbox.freshName()));
        assertTrue(none.getMessage().contains("nothing at /run/netns/"), none.getMessage());
        assertThrows(NamespaceVanishedException.class, () -> folder.ofProcess(Integer.MAX_VALUE));
        NetlinkException file =
                assertThrows(NetlinkException.class, () -> folder.open(Path.of("/etc/passwd")));
        assertTrue(file.getMessage().contains("is no network namespace"), file.getMessage());
        NetlinkException other =
                assertThrows(
                        NetlinkException.class, () -> folder.open(Path.of("/proc/self/ns/mnt")));
        assertEquals("EINVAL", other.errnoName());
        for (String bad : List.of("", ".", "..", "a/b", "../x", "x".repeat(256))) {
            assertThrows(IllegalArgumentException.class, () -> folder.open(bad), bad);
        }
    }

    @Test
    void noticesThatTheNameVanishedOrMeansAnother() {
        NetworkNamespace first = sandbox.namespace();
        assertTrue(first.isCurrent());
        assertTrue(folder.delete(first.name()));
        assertFalse(first.isCurrent());
        assertFalse(folder.delete(first.name()));
        try (NetworkNamespace second = folder.create(first.name())) {
            assertFalse(first.isCurrent());
            assertTrue(second.isCurrent());
            assertNotEquals(first.id(), second.id());
        }
        assertThrows(NetlinkException.class, () -> folder.create(first.name()));
    }

    @Test
    void handleOutlivesNameAndNamespaceObject() {
        NetworkNamespace made = sandbox.namespace();
        Handle rt = sandbox.handle(made);
        folder.delete(made.name());
        made.close();
        assertEquals("veth", rt.links().create(VethSpec.of("a", "b")).kind());
        rt.close();
        assertThrows(IllegalStateException.class, () -> rt.links().list());
        assertThrows(IllegalStateException.class, made::fd);
        assertThrows(IllegalStateException.class, () -> Handle.open(made));
    }

    @Test
    void runsActionInsideAndNeverMovesTheCaller() throws Exception {
        NetworkNamespace made = sandbox.namespace();
        Path here = Path.of("/proc/thread-self/ns/net");
        Path before = Files.readSymbolicLink(here);
        Path inside = folder.inNamespace(made, () -> Files.readSymbolicLink(here));
        assertEquals(made.id().toString(), inside.toString());
        assertEquals(before, Files.readSymbolicLink(here));
        IOException thrown =
                assertThrows(
                        IOException.class,
                        () ->
                                folder.inNamespace(
                                        made,
                                        () -> {
                                            throw new IOException("mine");
                                        }));
        assertEquals("mine", thrown.getMessage());
    }

    @Test
    void interruptReachesTheAction() throws Exception {
        NetworkNamespace made = sandbox.namespace();
        CountDownLatch running = new CountDownLatch(1);
        AtomicBoolean reached = new AtomicBoolean();
        AtomicBoolean thrown = new AtomicBoolean();
        Thread caller =
                new Thread(
                        () -> {
                            try {
                                folder.inNamespace(
                                        made,
                                        () -> {
                                            running.countDown();
                                            try {
                                                new CountDownLatch(1).await();
                                            } catch (InterruptedException e) {
                                                reached.set(true);
                                            }
                                            return true;
                                        });
                            } catch (InterruptedException e) {
                                thrown.set(true);
                            } catch (Exception e) {
                                throw new AssertionError(e);
                            }
                        },
                        "caller");
        caller.start();
        running.await();
        caller.interrupt();
        caller.join();
        assertTrue(reached.get());
        assertTrue(thrown.get());
    }

    @Test
    void sysctlIsPerNamespaceAndReturnsTheOldValue() {
        NetworkNamespace made = sandbox.namespace();
        SysctlFiles sysctl = new SysctlFiles(folder);
        String own = sysctl.read("net.ipv4.ip_forward");
        String old = sysctl.read(made, "net.ipv4.ip_forward");
        String changed = old.equals("1") ? "0" : "1";
        assertEquals(old, sysctl.write(made, "net.ipv4.ip_forward", changed));
        assertEquals(changed, sysctl.read(made, "net.ipv4.ip_forward"));
        assertEquals(own, sysctl.read("net.ipv4.ip_forward"));
        sandbox.handle(made).links().create(VethSpec.of("e.5", "e6"));
        assertEquals("0", sysctl.write(made, "net/ipv4/conf/e.5/accept_local", "1"));
        NetlinkException none =
                assertThrows(NetlinkException.class, () -> sysctl.read(made, "net.ipv4.nope"));
        assertEquals(
                "read sysctl net.ipv4.nope: ENOENT: No such file or directory", none.getMessage());
        NetlinkException bad =
                assertThrows(
                        NetlinkException.class,
                        () -> sysctl.write(made, "net.ipv4.ip_forward", "maybe"));
        assertEquals("EINVAL", bad.errnoName());
        for (String key :
                List.of(
                        "",
                        "net",
                        "kernel.hostname",
                        "net/../kernel/hostname",
                        "net..x",
                        "net.a b")) {
            assertThrows(IllegalArgumentException.class, () -> sysctl.read(made, key), key);
        }
        sysctl.close();
    }

    @Test
    void nftReplacesListsAndDeletesOnlyItsOwnTable() throws Exception {
        NetworkNamespace made = sandbox.namespace();
        NftProgram nft = new NftProgram();
        Sandbox.shell(made, "nft add table inet others");
        String name = NftTable.nameFor("host-a.example");
        assertEquals("vibrissa_host_a_example", name);
        NftTable table =
                NftTable.of(name)
                        .with(
                                new NftSet(
                                        "pools",
                                        "ipv4_addr",
                                        true,
                                        List.of("10.1.0.0/16", "10.2.0.1-10.2.0.9")))
                        .with(
                                new NftChain(
                                        "nat_out",
                                        "type nat hook postrouting priority srcnat; policy accept;",
                                        List.of(
                                                "ip saddr @pools oifname != \"vib_host\" masquerade")));
        nft.replace(made, table);
        nft.replace(made, table);
        String listed = nft.list(made, name).orElseThrow();
        assertEquals(1, listed.split("masquerade\n", -1).length - 1, listed);
        assertTrue(listed.contains("10.1.0.0/16"), listed);
        NftTable broken =
                NftTable.of(name).with(new NftChain("c", "", List.of("ip saddr nonsense:: drop")));
        NetlinkException e = assertThrows(NetlinkException.class, () -> nft.replace(made, broken));
        assertTrue(e.getMessage().contains("Error:"), e.getMessage());
        assertEquals(listed, nft.list(made, name).orElseThrow());
        assertTrue(nft.delete(made, name));
        assertFalse(nft.delete(made, name));
        assertTrue(nft.list(made, name).isEmpty());
        assertTrue(Sandbox.shell(made, "nft list tables").contains("inet others"));
    }

    @Test
    void missingNftNamesThePackage() {
        NetlinkException e =
                assertThrows(NetlinkException.class, () -> new NftProgram("no-such-nft").tables());
        assertTrue(e.getMessage().contains("install the package nftables"), e.getMessage());
    }
}
