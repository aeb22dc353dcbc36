package org.vibrissa.identity.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.identity.HeldLabels;
import org.vibrissa.identity.Identities;
import org.vibrissa.identity.Identity;
import org.vibrissa.identity.Labels;
import org.vibrissa.state.internal.table.LiveTables;

final class IdentityServiceTest {
    private static final Labels A = Labels.parse(List.of("any:app=a"));
    private static final Labels B = Labels.parse(List.of("any:app=b"));

    private final LiveTables tables = new LiveTables();
    private final FakeAllocator plain = new FakeAllocator(0);
    private final FakeAllocator strict = new FakeAllocator(2);
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final AtomicInteger calls = new AtomicInteger();
    @TempDir private Path folder;
    private IdentityService identities;

    @BeforeEach
    void start() {
        strict.inUse = false;
        identities = new IdentityService(tables, new FakeIpcache(), memory(), List.of());
        identities.addAllocator(plain);
        identities.addAllocator(strict);
        identities.watchHeld(
                "test",
                holders -> {
                    calls.incrementAndGet();
                    told.addAll(holders);
                });
    }

    @AfterEach
    void stop() throws InterruptedException {
        identities.removeAllocator(plain);
        identities.removeAllocator(strict);
        identities.deactivate();
    }

    private Path memory() {
        return folder.resolve("allocator");
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, () -> "in vain awaited: " + what);
            Thread.onSpinWait();
        }
    }

    private Optional<Integer> number(String holder) {
        return identities.held(holder).flatMap(HeldLabels::identity).map(Identity::number);
    }

    private boolean has(String holder, int number) {
        return number(holder).equals(Optional.of(number));
    }

    @Test
    void isInitUntilTheNumberIsKnownAndInTheTable() {
        HeldLabels first = identities.hold("e", A);
        assertEquals(5, first.number());
        assertFalse(tables.open(Identities.TABLE).snapshot().initialised());
        plain.say(Map.of(300, A), Map.of());
        await("the holder told", () -> told.contains("e"));
        assertTrue(has("e", 300));
        assertEquals(A, identities.get(300).orElseThrow().labels());
        assertTrue(tables.open(Identities.TABLE).snapshot().initialised());
        assertEquals(Set.of(A), plain.used);
        assertEquals(300, identities.hold("f", A).number());
    }

    @Test
    void hasTheReservedOnesAtOnce() {
        assertEquals(4, identities.hold("h", Labels.parse(List.of("reserved:health"))).number());
        assertEquals(10, identities.list().size());
        assertEquals(List.of("reserved:world"), identities.get(2).orElseThrow().labels().texts());
        assertTrue(plain.used.isEmpty());
    }

    @Test
    void keepsTheNumberOfBeforeUntilThatOfNewLabelsIsKnown() {
        plain.say(Map.of(300, A), Map.of());
        identities.hold("e", A);
        await("300", () -> has("e", 300));
        HeldLabels waiting = identities.hold("e", B);
        assertEquals(300, waiting.number());
        assertFalse(waiting.reason().isEmpty());
        await("both sets used", () -> plain.used.equals(Set.of(A, B)));
        plain.say(Map.of(300, A, 301, B), Map.of());
        await("301", () -> has("e", 301));
        await("A used no more", () -> plain.used.equals(Set.of(B)));
        identities.release("e");
        await("nothing used", () -> plain.used.isEmpty());
    }

    @Test
    void saysWhyThereIsNone() {
        plain.say(Map.of(), Map.of(A, "all are in use"));
        identities.hold("e", A);
        await("the refusal", () -> identities.held("e").filter(HeldLabels::refused).isPresent());
        assertEquals("all are in use", identities.held("e").orElseThrow().reason());
        assertEquals(5, identities.held("e").orElseThrow().number());
        assertEquals(Optional.of("all are in use"), identities.trouble());
    }

    @Test
    void followsTheFilterLive() {
        Labels all = Labels.parse(List.of("any:app=a", "any:tier=x"));
        plain.say(Map.of(300, all, 301, A), Map.of());
        identities.hold("e", all);
        await("300", () -> has("e", 300));
        identities.patterns(List.of("any:app"));
        await("301", () -> has("e", 301));
        identities.patterns(List.of("any:("));
        assertTrue(identities.trouble().orElseThrow().contains("any:("));
        assertEquals(A, identities.relevant(all));
    }

    @Test
    void goesFromOneAllocatorToTheOtherAndBack() {
        plain.say(Map.of(300, A), Map.of());
        strict.say(Map.of(400, A), Map.of());
        identities.hold("e", A);
        await("300", () -> has("e", 300));
        assertEquals(Set.of(A), strict.used);
        strict.switchTo(true);
        await("400", () -> has("e", 400));
        assertTrue(identities.get(300).isPresent(), "packets of before still say 300");
        strict.switchTo(false);
        await("300 again", () -> has("e", 300));
    }

    @Test
    void asksNoOtherAllocatorAfterARestart() throws Exception {
        strict.say(Map.of(400, A), Map.of());
        strict.switchTo(true);
        identities.hold("e", A);
        await("400", () -> has("e", 400));
        stop();
        plain.say(Map.of(300, A), Map.of());
        identities = new IdentityService(tables, new FakeIpcache(), memory(), List.of());
        identities.addAllocator(plain);
        assertEquals(Optional.empty(), identities.hold("e", A).identity());
        assertEquals(Optional.empty(), identities.allocator());
        assertEquals(A, identities.get(400).orElseThrow().labels());
        identities.addAllocator(strict);
        await("400 again", () -> has("e", 400));
    }

    @Test
    void makesManyChangesFew() {
        Map<Integer, Labels> sets = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            sets.put(300 + i, Labels.parse(List.of("any:app=a" + i)));
        }
        plain.say(sets, Map.of());
        int before = calls.get();
        long start = System.nanoTime();
        for (int i = 0; i < 1000; i++) {
            identities.hold("e" + i % 100, sets.get(300 + i * 7 % 50));
        }
        for (int i = 900; i < 1000; i++) {
            int number = 300 + i * 7 % 50;
            String holder = "e" + i % 100;
            await(holder + " has " + number, () -> has(holder, number));
        }
        int made = calls.get() - before;
        // Read after the count, so that the time is never too short for it.
        long rounds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) / 50 + 3;
        assertTrue(made <= rounds, () -> made + " calls");
        await("the sets used", () -> plain.used.size() == 50);
    }
}
