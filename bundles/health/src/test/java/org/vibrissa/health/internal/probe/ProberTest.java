package org.vibrissa.health.internal.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vibrissa.health.Leg;
import org.vibrissa.health.NodeHealth;
import org.vibrissa.health.PathHealth;
import org.vibrissa.health.PathHealth.Role;
import org.vibrissa.health.internal.loop.Loop;
import org.vibrissa.health.internal.wire.Outcome;
import org.vibrissa.net.IpAddresses;

class ProberTest {
    private static final int LANE = 129;
    private static final int VXLAN = 20;
    private static final int GENEVE = 21;
    private static final long RARE = TimeUnit.HOURS.toNanos(1);
    private static final long OFTEN = TimeUnit.MILLISECONDS.toNanos(20);

    private final Loop loop = new Loop("test-health");
    private final FakeWire wire = new FakeWire();

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void findsWhatAnswersAndLosesWhatDoesNot() {
        Prober prober = prober(OFTEN, 10_000);
        prober.follow(plan(host("b", "10.0.0.2", VXLAN)));
        await("b is reachable", () -> only(prober).reachable());
        wire.deaf.add(VXLAN);
        await("b is lost", () -> !only(prober).reachable() && !only(prober).unknown());
        PathHealth path = only(prober).paths().get(0);
        assertTrue(path.icmp().failures() >= Leg.LOST_AFTER);
        assertTrue(path.lastSeen().isPresent(), "when it answered last is kept");
        wire.deaf.clear();
        await("b is back", () -> only(prober).reachable());
    }

    @Test
    void sendsEachProbeByItsOwnMode() throws Exception {
        Prober prober = prober(RARE, 10_000);
        wire.deaf.add(GENEVE);
        prober.follow(plan(host("b", "10.0.0.2", VXLAN, GENEVE)));
        prober.now(way -> true).get(10, TimeUnit.SECONDS);
        NodeHealth node = only(prober);
        assertTrue(node.reachable(), "the mode in force counts");
        assertEquals(Leg.State.REACHABLE, node.paths().get(0).state());
        assertEquals(Leg.State.UNREACHABLE, node.paths().get(1).state());
        assertEquals("silence", node.paths().get(1).icmp().reason());
        await("the lane rests", () -> wire.slot == VXLAN);
    }

    @Test
    void keepsToItsBudgetHoweverManyHosts() {
        Prober prober = prober(OFTEN, 50);
        List<Plan.Host> hosts = new ArrayList<>();
        for (int n = 1; n <= 200; n++) {
            hosts.add(host("h" + n, "10.0.1." + n, VXLAN));
        }
        long begin = System.nanoTime();
        prober.follow(new Plan(hosts, Map.of(LANE, VXLAN)));
        await("some were sent", () -> wire.sent.get() >= 80);
        int sent = wire.sent.get();
        // Read after the count, so that the time is never too short for it.
        double seconds = (System.nanoTime() - begin) / 1e9;
        assertTrue(sent <= 50 * (seconds + 1) + 4, sent + " in " + seconds + " s");
    }

    @Test
    void forgetsHostsThatAreNoMore() throws Exception {
        Prober prober = prober(RARE, 10_000);
        prober.follow(plan(host("b", "10.0.0.2", VXLAN), host("c", "10.0.0.3", VXLAN)));
        prober.now(way -> true).get(10, TimeUnit.SECONDS);
        assertEquals(2, prober.nodes().size());
        prober.follow(plan(host("c", "10.0.0.3", VXLAN)));
        await("b is gone", () -> prober.nodes().size() == 1);
        assertTrue(only(prober).reachable(), "what is known of c is kept");
        prober.follow(Plan.EMPTY);
        await("nothing goes by the lane", () -> wire.slot == 0);
        assertFalse(prober.now(way -> true).isCompletedExceptionally());
    }

    /** Who waits for a host that goes meanwhile is told. */
    @Test
    void endsWaitingForAHostThatGoes() throws Exception {
        Prober prober = prober(RARE, 10_000);
        wire.hold = true;
        prober.follow(plan(host("b", "10.0.0.2", VXLAN, GENEVE)));
        var waits = prober.now(way -> true);
        await("a probe is under way", () -> wire.sent.get() > 0);
        prober.follow(Plan.EMPTY);
        waits.get(10, TimeUnit.SECONDS);
    }

    @Test
    void asksSilentAddressesAgainUntilPatienceEnds() throws Exception {
        Prober prober = prober(RARE, 10_000);
        InetAddress good = IpAddresses.parse("10.0.0.2");
        InetAddress bad = IpAddresses.parse("10.0.0.3");
        wire.silent.add(bad);
        long patience = TimeUnit.MILLISECONDS.toNanos(350);
        wire.slot = VXLAN;
        var answered = prober.echo(List.of(good, bad), patience).get(10, TimeUnit.SECONDS);
        assertEquals(Set.of(good), answered.keySet());
        assertTrue(wire.sent.get() >= 3, "asked again");
    }

    private Prober prober(long interval, int rate) {
        return new Prober(loop, wire, interval, rate, (lane, slot) -> wire.slot = slot, h -> {});
    }

    private static NodeHealth only(Prober prober) {
        return prober.nodes().stream()
                .findFirst()
                .orElse(new NodeHealth("none", false, "", List.of()));
    }

    private static Plan plan(Plan.Host... hosts) {
        return new Plan(List.of(hosts), Map.of(LANE, VXLAN));
    }

    private static Plan.Host host(String name, String address, int... slots) {
        List<Way> ways = new ArrayList<>();
        for (int slot : slots) {
            ways.add(
                    new Way(
                            name,
                            Role.ENDPOINT,
                            IpAddresses.parse(address),
                            "mode" + slot,
                            slot == VXLAN,
                            LANE,
                            slot));
        }
        return new Plan.Host(name, false, "default", ways);
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited in vain: " + what);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Answers but by modes that are deaf, and only to what goes by the slot in the kernel. */
    private static final class FakeWire implements Prober.Wire {
        final Set<Integer> deaf = ConcurrentHashMap.newKeySet();
        final Set<InetAddress> silent = ConcurrentHashMap.newKeySet();
        final AtomicInteger sent = new AtomicInteger();
        volatile int slot;
        volatile boolean hold;

        @Override
        public void echo(InetAddress to, Consumer<Outcome> done) {
            answer(to, done);
        }

        @Override
        public void hello(InetAddress to, String node, Consumer<Outcome> done) {
            answer(to, done);
        }

        private void answer(InetAddress to, Consumer<Outcome> done) {
            sent.incrementAndGet();
            if (hold) {
                return;
            }
            boolean heard = slot != 0 && !deaf.contains(slot) && !silent.contains(to);
            done.accept(
                    new Outcome(
                            heard ? Optional.of(Duration.ofMillis(1)) : Optional.empty(),
                            heard ? "" : "silence",
                            Optional.empty()));
        }
    }
}
