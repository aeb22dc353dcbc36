package org.vibrissa.fleet.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vibrissa.fleet.internal.TestHost.GROUP;
import static org.vibrissa.fleet.internal.TestHost.NUMBERED;
import static org.vibrissa.fleet.internal.TestHost.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.FleetException.Kind;
import org.vibrissa.fleet.FleetHandler;
import org.vibrissa.fleet.Member;
import org.vibrissa.fleet.internal.member.MemberKind;
import org.vibrissa.fleet.internal.trust.Lifetimes;
import org.vibrissa.fleet.internal.trust.Token;
import org.vibrissa.state.ResourceKey;

@Timeout(120)
class FleetTest {
    @TempDir Path folder;
    private final List<TestHost> hosts = new ArrayList<>();

    private TestHost host(String name) {
        TestHost host = new TestHost(folder, name);
        hosts.add(host);
        return host;
    }

    /** Members a, b, c... of one fleet. */
    private List<TestHost> fleet(int size) {
        TestHost first = host("a").start();
        Token token = first.token(size);
        for (int i = 1; i < size; i++) {
            assertEquals("joined through a", host("" + (char) ('a' + i)).start().join(token));
        }
        for (TestHost host : hosts) {
            await("all see all at " + host.name, () -> alive(host) == size - 1);
        }
        return hosts;
    }

    private static long alive(TestHost host) {
        return host.member().members().stream().filter(Member::alive).count();
    }

    @AfterEach
    void stop() {
        for (TestHost host : hosts) {
            if (host.store != null) {
                host.close();
            }
        }
    }

    @Test
    void bringsWhatIsAppliedOnAnyMemberToAll() {
        List<TestHost> three = fleet(3);
        three.get(1).apply(GROUP, "g", 1);
        three.forEach(host -> await("g at " + host.name, () -> host.number(GROUP, "g") == 1));
        three.get(2).apply(GROUP, "g", 2);
        three.forEach(host -> await("change at " + host.name, () -> host.number(GROUP, "g") == 2));
        three.get(0).delete(GROUP, "g");
        three.forEach(host -> await("delete at " + host.name, () -> host.number(GROUP, "g") == -1));
        three.get(1).apply(GROUP, "g", 3);
        three.forEach(host -> await("again at " + host.name, () -> host.number(GROUP, "g") == 3));
    }

    @Test
    void goesQuietWhenAllHaveTheSame() {
        List<TestHost> two = fleet(2);
        two.get(0).apply(GROUP, "g", 1);
        await("g at b", () -> two.get(1).number(GROUP, "g") == 1);
        Instant after = Instant.now();
        await("agreement after that", () -> agreed(two.get(0), after) && agreed(two.get(1), after));
        long a = two.get(0).store.snapshot().revision();
        long b = two.get(1).store.snapshot().revision();
        Instant later = Instant.now();
        await("more exchanges", () -> agreed(two.get(0), later) && agreed(two.get(1), later));
        assertEquals(a, two.get(0).store.snapshot().revision(), "writes without an edit");
        assertEquals(b, two.get(1).store.snapshot().revision(), "writes without an edit");
        two.get(1).apply(GROUP, "g", 1);
        assertEquals(b, two.get(1).store.snapshot().revision(), "the same file again is no change");
    }

    private static boolean agreed(TestHost host, Instant after) {
        return host.member().members().stream()
                .allMatch(m -> m.lastSeen().filter(seen -> seen.isAfter(after)).isPresent());
    }

    /** A pipe in place of what it remembers holds up its reading. */
    @Test
    @Timeout(60)
    void isReachedOnceItHasReadItsStore() throws Exception {
        TestHost a = host("a").start();
        Token token = a.token();
        a.stop();
        Path memory = a.folder.resolve("fleet/replica.json");
        Files.deleteIfExists(memory);
        Process pipe = new ProcessBuilder("mkfifo", memory.toString()).inheritIO().start();
        assertEquals(0, pipe.waitFor());
        a.start();
        // opens when it is read
        try (Writer remembered = Files.newBufferedWriter(memory)) {
            assertFalse(TestHost.listens(a));
            remembered.write("{}");
        }
        await("a listens", () -> TestHost.listens(a));
        assertEquals("joined through a", host("b").start().join(token));
    }

    @Test
    void mergesWhatWasDeclaredBeforeTheJoin() {
        TestHost a = host("a").start();
        a.apply(GROUP, "both", 1);
        a.apply(GROUP, "at-a", 1);
        Token token = a.token();
        TestHost b = host("b").start();
        b.apply(GROUP, "both", 2);
        b.apply(GROUP, "at-b", 2);
        b.join(token);
        await("b's own at a", () -> a.number(GROUP, "at-b") == 2);
        assertEquals(1, b.number(GROUP, "both"), "the fleet's own wins");
        assertEquals(1, b.number(GROUP, "at-a"), "there when join returns");
        assertEquals(1, a.number(GROUP, "both"));
    }

    @Test
    void convergesWhenAHostWasAway() {
        List<TestHost> three = fleet(3);
        three.get(0).apply(GROUP, "kept", 1);
        three.get(0).apply(GROUP, "gone", 1);
        three.forEach(host -> await("gone at " + host.name, () -> host.number(GROUP, "gone") == 1));
        TestHost away = three.get(2);
        away.stop();
        three.get(0).apply(GROUP, "kept", 5);
        three.get(1).apply(GROUP, "fresh", 7);
        three.get(0).delete(GROUP, "gone");
        await("b heard it", () -> three.get(1).number(GROUP, "gone") == -1);
        away.start();
        await("kept", () -> away.number(GROUP, "kept") == 5);
        await("fresh", () -> away.number(GROUP, "fresh") == 7);
        await("gone", () -> away.number(GROUP, "gone") == -1);
        assertEquals(-1, three.get(0).number(GROUP, "gone"), "it must not come back");
    }

    @Test
    void passesOnWhatWasEditedAndDeletedWhileItsFleetBundleWasDown() {
        List<TestHost> two = fleet(2);
        TestHost b = two.get(1);
        b.apply(GROUP, "edited", 1);
        b.apply(GROUP, "gone", 1);
        await("both at a", () -> two.get(0).number(GROUP, "gone") == 1);
        b.life.close();
        b.apply(GROUP, "edited", 2);
        b.delete(GROUP, "gone");
        b.restart();
        await("the edit", () -> two.get(0).number(GROUP, "edited") == 2);
        await("the delete", () -> two.get(0).number(GROUP, "gone") == -1);
        assertEquals(-1, b.number(GROUP, "gone"));
    }

    @Test
    void aLostStoreIsFilledAgainAndDeletesNothing() throws Exception {
        List<TestHost> two = fleet(2);
        TestHost b = two.get(1);
        b.apply(GROUP, "g", 1);
        await("g at a", () -> two.get(0).number(GROUP, "g") == 1);
        b.stop();
        try (Stream<Path> files = Files.walk(b.folder.resolve("store"))) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        b.start();
        await("g is back", () -> b.number(GROUP, "g") == 1);
        await("b has all again", () -> b.member().whole());
        assertEquals(1, two.get(0).number(GROUP, "g"));
    }

    @Test
    void aClockThatIsAnHourOffChangesNothing() {
        TestHost a = host("a").start();
        Token token = a.token(2);
        TestHost behind = host("b");
        behind.clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(-1));
        behind.start().join(token);
        TestHost ahead = host("c");
        ahead.clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
        ahead.start().join(token);
        int number = 0;
        for (TestHost editor : List.of(ahead, behind, a, behind, ahead, behind)) {
            int next = ++number;
            editor.apply(GROUP, "g", next);
            hosts.forEach(
                    host ->
                            await(
                                    next + " at " + host.name,
                                    () -> host.number(GROUP, "g") == next));
        }
    }

    @Test
    void keepsAsideWhatIsNotValidHere() {
        TestHost a = host("a").start();
        Token token = a.token();
        TestHost b = host("b");
        b.numbered = false;
        b.start().join(token);
        a.apply(NUMBERED, "one", 1);
        await("kept aside", () -> !b.member().aside().isEmpty());
        assertTrue(b.member().aside().get(0).reason().contains("knows no kind Numbered"));
        b.store.addKind(new TestKind(NUMBERED, true));
        await("taken once the kind is here", () -> b.number(NUMBERED, "one") == 1);
        assertTrue(b.member().aside().isEmpty());
    }

    @Test
    void takesASwapOfWhatMayNotBeThereTwice() {
        List<TestHost> two = fleet(2);
        TestHost a = two.get(0);
        TestHost b = two.get(1);
        a.apply(NUMBERED, "x", 1);
        a.apply(NUMBERED, "y", 2);
        await("both at b", () -> b.number(NUMBERED, "y") == 2);
        a.store.apply(
                List.of(
                        TestKind.document(NUMBERED, "x", TestHost.number(2)),
                        TestKind.document(NUMBERED, "y", TestHost.number(1))),
                org.vibrissa.state.ApplyOptions.USER);
        await("swapped at b", () -> b.number(NUMBERED, "x") == 2 && b.number(NUMBERED, "y") == 1);
        await("nothing aside", () -> b.member().aside().isEmpty());
    }

    @Test
    void callsAnotherMembersHandler() throws Exception {
        List<TestHost> two = fleet(2);
        TestHost a = two.get(0);
        TestHost b = two.get(1);
        b.handlers.add(
                handler(
                        "test/echo",
                        (caller, body) ->
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("caller", caller)
                                        .set("body", body)));
        b.handlers.add(
                handler(
                        "test/no",
                        (caller, body) -> {
                            throw new FleetException(Kind.REFUSED, "not today");
                        }));
        CountDownLatch never = new CountDownLatch(1);
        b.handlers.add(
                handler(
                        "test/slow",
                        (caller, body) -> {
                            try {
                                never.await();
                            } catch (InterruptedException e) {
                                throw new FleetException(Kind.UNREACHABLE, "interrupted", e);
                            }
                            return body;
                        }));
        JsonNode answer = call(a, "b", "test/echo", TestHost.number(7));
        assertEquals("a", answer.path("caller").asText());
        assertEquals(7, answer.path("body").path("number").asInt());
        FleetException refused =
                assertThrows(FleetException.class, () -> call(a, "b", "test/no", null));
        assertEquals(Kind.REFUSED, refused.kind());
        assertEquals("b: not today", refused.getMessage());
        assertEquals(
                Kind.UNKNOWN_PATH,
                assertThrows(FleetException.class, () -> call(a, "b", "test/what", null)).kind());
        assertEquals(
                Kind.NOT_JOINED,
                assertThrows(FleetException.class, () -> call(a, "zz", "test/echo", null)).kind());
        assertEquals(
                Kind.TIMEOUT,
                assertThrows(
                                FleetException.class,
                                () ->
                                        a.member()
                                                .call(
                                                        "b",
                                                        "test/slow",
                                                        TestHost.number(1),
                                                        Duration.ofMillis(300)))
                        .kind());
        never.countDown();
        ObjectNode large = JsonNodeFactory.instance.objectNode().put("x", "x".repeat(1 << 20));
        assertEquals(
                Kind.REFUSED,
                assertThrows(FleetException.class, () -> call(a, "b", "test/echo", large)).kind());
        b.stop();
        assertEquals(
                Kind.UNREACHABLE,
                assertThrows(FleetException.class, () -> call(a, "b", "test/echo", null)).kind());
        b.start();
        await("a sees b again", () -> alive(a) == 1);
    }

    @Test
    void holdsManyCallsOfOneMemberToEightAtOnce() throws Exception {
        List<TestHost> two = fleet(2);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        two.get(1)
                .handlers
                .add(
                        handler(
                                "test/count",
                                (caller, body) -> {
                                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                                    java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
                                    now.decrementAndGet();
                                    return body;
                                }));
        List<CompletableFuture<JsonNode>> calls = new ArrayList<>();
        var threads = java.util.concurrent.Executors.newFixedThreadPool(40);
        for (int i = 0; i < 200; i++) {
            int number = i;
            calls.add(
                    CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return call(
                                            two.get(0), "b", "test/count", TestHost.number(number));
                                } catch (FleetException e) {
                                    throw new IllegalStateException(e);
                                }
                            },
                            threads));
        }
        for (int i = 0; i < calls.size(); i++) {
            assertEquals(i, calls.get(i).get().path("number").asInt());
        }
        threads.shutdown();
        assertTrue(most.get() <= 8, "at once: " + most.get());
        assertTrue(most.get() > 1, "one after the other");
    }

    private static JsonNode call(TestHost from, String to, String path, JsonNode body)
            throws FleetException {
        JsonNode sent = body == null ? JsonNodeFactory.instance.objectNode() : body;
        return from.member().call(to, path, sent, Duration.ofSeconds(20));
    }

    private interface Work {
        JsonNode handle(String caller, JsonNode body) throws FleetException;
    }

    private static FleetHandler handler(String path, Work work) {
        return new FleetHandler() {
            @Override
            public String path() {
                return path;
            }

            @Override
            public JsonNode handle(String caller, JsonNode body) throws FleetException {
                return work.handle(caller, body);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"begin", "key kept", "answered", "signed", "member"})
    void aJoinCutOffAnywhereCanBeRepeated(String step) {
        TestHost a = host("a").start();
        a.apply(GROUP, "g", 1);
        Token token = a.token();
        TestHost b = host("b");
        b.steps =
                reached -> {
                    if (reached.equals(step)) {
                        throw new IllegalStateException("killed at " + reached);
                    }
                };
        b.start();
        b.apply(GROUP, "mine", 2);
        assertThrows(IllegalStateException.class, () -> b.join(token));
        assertEquals(step.equals("member"), b.fleetFolder().joined());
        b.steps = org.vibrissa.fleet.internal.join.Joining.Steps.ALL;
        b.restart();
        assertEquals(
                step.equals("member") ? "is a member already" : "joined through a", b.join(token));
        await("g", () -> b.number(GROUP, "g") == 1);
        await("mine", () -> a.number(GROUP, "mine") == 2);
        assertEquals("is a member already", b.join(token), "once more");
        assertEquals(1, a.member().issuing().tokens().get(0).usedBy().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"authority kept", "founded"})
    void aFleetWhoseMakingWasCutOffCanBeMadeAgain(String step) {
        TestHost a = host("a");
        a.steps =
                reached -> {
                    if (reached.equals(step)) {
                        throw new IllegalStateException("killed at " + reached);
                    }
                };
        a.start();
        assertThrows(IllegalStateException.class, a::token);
        a.steps = org.vibrissa.fleet.internal.join.Joining.Steps.ALL;
        a.restart();
        assertEquals("joined through a", host("b").start().join(a.token()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"said goodbye", "left"})
    void aLeaveCutOffCanBeRepeated(String step) {
        List<TestHost> two = fleet(2);
        TestHost b = two.get(1);
        b.stop();
        b.steps =
                reached -> {
                    if (reached.equals(step)) {
                        throw new IllegalStateException("killed at " + reached);
                    }
                };
        b.start();
        await("b is back", () -> alive(b) == 1);
        assertThrows(IllegalStateException.class, () -> b.life.leave(false));
        b.steps = org.vibrissa.fleet.internal.join.Joining.Steps.ALL;
        b.restart();
        if (step.equals("left")) {
            assertFalse(b.fleetFolder().joined());
        } else {
            await("b works as a member again", () -> alive(b) == 1);
            b.life.leave(false);
        }
        await("a is alone", () -> two.get(0).member().members().isEmpty());
    }

    @Test
    void leavesWithItsOwnAndKeepsWhatIsForAll() {
        List<TestHost> three = fleet(3);
        TestHost b = three.get(1);
        b.node("10.0.0.2", "10.2.0.0/24");
        three.get(0).node("10.0.0.1", "10.1.0.0/24");
        three.get(0).apply(GROUP, "g", 1);
        await("a's node at b", () -> b.get("Node", "a").isPresent());
        await("g at b", () -> b.number(GROUP, "g") == 1);
        await("b's node at a", () -> three.get(0).get("Node", "b").isPresent());
        assertEquals("left; 2 of 2 members have heard it", b.life.leave(false));
        assertFalse(b.fleetFolder().joined());
        assertEquals(Optional.empty(), b.get("Node", "a"));
        assertTrue(b.get("Node", "b").isPresent(), "its own node stays");
        assertEquals(1, b.number(GROUP, "g"));
        assertTrue(b.store.list(MemberKind.KIND).isEmpty());
        await("b is no member", () -> three.get(0).member().members().size() == 1);
        await("its node is gone", () -> three.get(0).get("Node", "b").isEmpty());
        assertEquals("joined through a", b.join(three.get(0).token()), "and back in");
    }

    @Test
    void staysWhenNobodyHearsThatItLeaves() {
        List<TestHost> two = fleet(2);
        TestHost a = two.get(0);
        TestHost b = two.get(1);
        b.node("10.0.0.2", "10.2.0.0/24");
        await("b's node at a", () -> a.get("Node", "b").isPresent());
        a.stop();
        FleetRefused refused = assertThrows(FleetRefused.class, () -> b.life.leave(false));
        assertTrue(refused.getMessage().contains("no member hears"), refused.getMessage());
        a.start();
        await("a and b go on", () -> alive(a) == 1 && alive(b) == 1);
        b.apply(GROUP, "g", 1);
        await("g at a", () -> a.number(GROUP, "g") == 1);
        assertTrue(a.get("Node", "b").isPresent());
    }

    @Test
    void theOnlyHolderOfTheKeyDoesNotLeaveUnlessForced() throws Exception {
        List<TestHost> two = fleet(2);
        TestHost a = two.get(0);
        TestHost b = two.get(1);
        FleetRefused alone = assertThrows(FleetRefused.class, () -> a.life.leave(false));
        assertTrue(alone.getMessage().contains("alone holds"), alone.getMessage());
        assertThrows(FleetRefused.class, () -> b.token());
        a.member().giveAuthority("b");
        await("a knows that b holds it", () -> a.member().roster().others().get("b").authority());
        a.life.leave(false);
        await("b is alone", () -> b.member().members().isEmpty());
        assertEquals("joined through b", host("c").start().join(b.token()));
    }

    @Test
    void aRemovedMemberIsNotAnsweredAnyMore() {
        List<TestHost> three = fleet(3);
        TestHost c = three.get(2);
        three.get(0).member().remove("c");
        await("c is told", () -> c.member().problem().contains("removed"));
        assertEquals(
                Kind.NOT_JOINED,
                assertThrows(FleetException.class, () -> call(c, "a", "test/x", null)).kind());
        await("b dropped it", () -> three.get(1).member().members().size() == 1);
        c.life.leave(true);
        assertEquals("joined through a", c.join(three.get(0).token()), "a new token lets it in");
        await("c is a member again", () -> three.get(1).member().members().size() == 2);
    }

    @Test
    void renewsItsCertificateByItself() {
        Lifetimes brief =
                new Lifetimes(Duration.ofDays(1), Duration.ofMinutes(10), Duration.ofMinutes(1));
        TestHost a = host("a");
        a.lifetimes = brief;
        a.start();
        TestHost b = host("b");
        b.lifetimes = brief;
        b.start().join(a.token());
        var first = b.member().identity().certificate();
        await("both alive", () -> alive(a) == 1 && alive(b) == 1);
        b.stop();
        // Two thirds of its life later.
        b.clock = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(450));
        b.start();
        await("another certificate", () -> !b.member().identity().certificate().equals(first));
        b.apply(GROUP, "g", 1);
        await("b is still heard", () -> a.number(GROUP, "g") == 1);
    }

    @Test
    void refusesAJoinAndSaysWhy() {
        TestHost a = host("a").start();
        a.node("10.0.0.1", "10.1.0.0/16");
        Token one = a.token();
        host("b").start().join(one);
        TestHost c = host("c").start();
        refused(c, one, "used up");
        Token revoked = a.token();
        a.member().issuing().revoke(Token.id(revoked.secret()));
        refused(c, revoked, "not known");
        refused(
                c,
                new Token(
                        revoked.endpoints(), "00".repeat(32), revoked.secret(), revoked.expires()),
                "not of the token's fleet");
        Token fresh = a.token(5);
        TestHost twin = new TestHost(folder.resolve("twin"), "b");
        hosts.add(twin);
        twin.start();
        refused(twin, fresh, "name b is taken by another host");
        TestHost namesake = new TestHost(folder.resolve("namesake"), "a");
        hosts.add(namesake);
        namesake.start();
        refused(namesake, fresh, "taken by the issuing host");
        c.node("10.0.0.1", "10.3.0.0/24");
        refused(c, fresh, "10.0.0.1 is taken by node a");
        c.node("10.0.0.3", "10.1.3.0/24");
        refused(c, fresh, "10.1.3.0/24 overlaps 10.1.0.0/16 of node a");
        TestHost other = host("d").start();
        Token elsewhere = other.token();
        FleetRefused inAnother = assertThrows(FleetRefused.class, () -> other.join(fresh));
        assertTrue(inAnother.getMessage().contains("in another fleet"), inAnother.getMessage());
        assertFalse(c.fleetFolder().joined());
        c.node("10.0.0.3", "10.3.0.0/24");
        assertEquals("joined through a", c.join(fresh));
        assertTrue(
                assertThrows(FleetRefused.class, () -> c.join(elsewhere))
                        .getMessage()
                        .contains("in another fleet"));
    }

    private static void refused(TestHost host, Token token, String why) {
        FleetRefused refused = assertThrows(FleetRefused.class, () -> host.join(token));
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
        assertFalse(host.fleetFolder().joined());
    }

    @Test
    void refusesAnExpiredToken() {
        TestHost a = host("a").start();
        Token token = a.token();
        a.stop();
        a.clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
        a.start();
        await("a listens", () -> TestHost.listens(a));
        refused(host("b").start(), token, "expired at");
    }

    @ParameterizedTest
    @ValueSource(ints = {-5, 24 * 91})
    void refusesAHostWhoseClockMakesCertificatesUseless(int hours) {
        TestHost a = host("a").start();
        TestHost b = host("b");
        b.clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(hours));
        b.start();
        FleetRefused refused = assertThrows(FleetRefused.class, () -> b.join(a.token()));
        assertTrue(refused.getMessage().contains("b says"), refused.getMessage());
        assertTrue(refused.getMessage().contains("a says"), refused.getMessage());
        assertFalse(b.fleetFolder().joined());
    }

    @Test
    void saysThatTheIssuingHostIsNotReached() {
        TestHost a = host("a").start();
        Token token = a.token();
        a.stop();
        TestHost b = host("b").start();
        refused(b, token, "cannot join at 127.0.0.1:" + a.port);
        a.start();
        await("a listens", () -> TestHost.listens(a));
        assertEquals("joined through a", b.join(token));
    }

    @Test
    void keepsKeysFromOthersEyes() throws Exception {
        fleet(2);
        for (Path file : hosts.get(0).fleetFolder().files()) {
            assertEquals(
                    "rw-------",
                    java.nio.file.attribute.PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(file)),
                    file.toString());
        }
        assertTrue(
                hosts.get(0).store.list(MemberKind.KIND).stream()
                        .map(r -> r.spec().toString())
                        .noneMatch(text -> text.contains("PRIVATE")));
    }

    @Test
    void putsItsAddressIntoItsNode() {
        List<TestHost> two = fleet(2);
        two.get(0).node("10.0.0.1", "10.1.0.0/24");
        await(
                "the address at b",
                () ->
                        two.get(1)
                                .get("Node", "a")
                                .map(n -> n.spec().path("fleet").path("address").asText())
                                .equals(Optional.of("127.0.0.1:" + two.get(0).port)));
    }

    @Test
    void leavesKindsOfOneHostAlone() {
        List<TestHost> two = fleet(2);
        two.get(0).apply("Local", "mine", 1);
        two.get(0).apply(GROUP, "g", 1);
        await("g at b", () -> two.get(1).number(GROUP, "g") == 1);
        assertEquals(Optional.empty(), two.get(1).get("Local", "mine"));
        assertEquals(
                1,
                two.get(0)
                        .store
                        .get(ResourceKey.of("Local", "mine"))
                        .orElseThrow()
                        .metadata()
                        .generation());
    }
}
