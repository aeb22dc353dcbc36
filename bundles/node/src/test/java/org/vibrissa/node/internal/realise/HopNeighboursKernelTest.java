package org.vibrissa.node.internal.realise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vibrissa.datapath.Paths.Hop;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.netlink.NetworkNamespace;
import org.vibrissa.netlink.Rtnetlink;
import org.vibrissa.netlink.internal.NamespaceFolder;
import org.vibrissa.netlink.internal.NetlinkService;

/** Next hops that the kernel keeps known, on two hosts of one cable. */
@Tag("bpf")
class HopNeighboursKernelTest {
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final NamespaceFolder namespaces = new NamespaceFolder();
    private final String prefix = "vt" + ProcessHandle.current().pid() + "hop";
    private NetworkNamespace near;
    private NetworkNamespace far;
    private Rtnetlink net;
    private HopNeighbours neighbours;
    private Hop v4;
    private Hop v6;

    @BeforeEach
    void cable() throws Exception {
        near = namespaces.create(prefix + "1");
        far = namespaces.create(prefix + "2");
        net = new NetlinkService(namespaces).open(near);
        run(near, "ip link add up0 type veth peer name up0 netns " + far.name());
        for (NetworkNamespace host : List.of(near, far)) {
            String number = host == near ? "1" : "2";
            run(
                    host,
                    "ip addr add 192.0.2."
                            + number
                            + "/24 dev up0; ip addr add 2001:db8::"
                            + number
                            + "/64 dev up0 nodad; ip link set up0 up");
        }
        neighbours = new HopNeighbours(net);
        int index = net.links().find("up0").orElseThrow().index();
        v4 = new Hop(index, IpAddresses.parse("192.0.2.2"));
        v6 = new Hop(index, IpAddresses.parse("2001:db8::2"));
    }

    @AfterEach
    void end() {
        net.close();
        for (NetworkNamespace host : List.of(near, far)) {
            namespaces.delete(host.name());
            host.close();
        }
    }

    private static String run(NetworkNamespace host, String command)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                "nsenter", "--net=/run/netns/" + host.name(), "sh", "-ec", command)
                        .redirectErrorStream(true)
                        .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), command + ": " + text);
        return text;
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited 20 s for " + what);
            Thread.onSpinWait();
        }
    }

    private boolean known(Hop hop) {
        return net.neighbours().list(hop.ifindex()).stream()
                .anyMatch(n -> n.address().equals(hop.nextHop()) && n.mac().isPresent());
    }

    @Test
    void knowsNextHopsBeforeAnyPacket() throws Exception {
        neighbours.keep(Set.of(v4, v6), false);
        await("both MACs", () -> known(v4) && known(v6));
        assertEquals(
                Set.of("192.0.2.2 dev up0", "2001:db8::2 dev up0"), Set.copyOf(neighbours.list()));
        String listed = run(near, "ip -N neigh show dev up0 192.0.2.2");
        assertTrue(listed.contains("managed") && listed.contains("proto 118"), listed);
    }

    @Test
    void letsGoOfThoseThatAreNeededNoMore() {
        neighbours.keep(Set.of(v4, v6), false);
        neighbours.keep(Set.of(v6), false);
        assertEquals(List.of("2001:db8::2 dev up0"), neighbours.list());
        new HopNeighbours(net).keep(Set.of(v4), false);
        assertEquals(
                List.of("192.0.2.2 dev up0"),
                neighbours.list(),
                "those of an earlier daemon go too");
        neighbours.clear();
        assertEquals(List.of(), neighbours.list());
    }

    @Test
    void leavesWhatAUserSetAlone() throws Exception {
        run(near, "ip neigh add 192.0.2.2 lladdr 02:00:00:00:00:99 dev up0 nud permanent");
        String before = run(near, "ip neigh show dev up0 192.0.2.2");
        neighbours.keep(Set.of(v4), false);
        neighbours.clear();
        assertEquals(before, run(near, "ip neigh show dev up0 192.0.2.2"));
        assertEquals(List.of(), neighbours.list());
    }

    @Test
    void findsThemAgainWhenTheDeviceComesBack() throws Exception {
        neighbours.keep(Set.of(v4), false);
        await("its MAC", () -> known(v4));
        run(near, "ip link set up0 down");
        await("the kernel to forget it", () -> !known(v4));
        run(near, "ip link set up0 up");
        neighbours.keep(Set.of(v4), true);
        await("its MAC again", () -> known(v4));
        assertFalse(neighbours.list().isEmpty());
    }

    @Test
    void keepsWhatIsKnownOfANeighbourAlready() throws Exception {
        run(near, "ping -c 1 -W 5 192.0.2.2");
        assertTrue(known(v4));
        neighbours.keep(Set.of(v4), false);
        assertTrue(known(v4), "the MAC stays known");
        assertEquals(List.of("192.0.2.2 dev up0"), neighbours.list());
    }
}
