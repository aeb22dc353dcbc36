package org.vibrissa.fleet.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vibrissa.fleet.internal.TestHost.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.Member;
import org.vibrissa.fleet.internal.coordinate.FirstHolder;
import org.vibrissa.fleet.internal.member.MemberRecord;
import org.vibrissa.state.ResourceKey;

/** Who coordinates among peers. */
class CoordinatorTest {
    @TempDir Path folder;
    private TestHost host;
    private long nanos;
    private FirstHolder a;

    @BeforeEach
    void start() {
        host = new TestHost(folder, "a").start();
        a = new FirstHolder(host.store, "a", Duration.ofSeconds(100), () -> nanos);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    /** Other members by name with their seats; 0 for no holder of the key. */
    private static FirstHolder.View view(int own, boolean alive, Object... namesAndSeats) {
        SortedMap<String, MemberRecord> others = new TreeMap<>();
        List<Member> members = new java.util.ArrayList<>();
        for (int i = 0; i < namesAndSeats.length; i += 2) {
            String name = (String) namesAndSeats[i];
            int seat = (Integer) namesAndSeats[i + 1];
            others.put(
                    name,
                    new MemberRecord("127.0.0.1:1", "", Instant.EPOCH, seat > 0, seat, false));
            members.add(new Member(name, "127.0.0.1:1", alive, Optional.empty()));
        }
        return new FirstHolder.View(own, others, members, Set.of());
    }

    @Test
    void theFirstHolderLeadsWhetherOthersLiveOrNot() {
        assertTrue(a.leads(view(1, false, "b", 2, "c", 0)));
        assertEquals(Optional.empty(), a.vacancy(view(1, false, "b", 2)));
        assertFalse(a.leads(view(2, false, "b", 1)));
        assertEquals(
                Optional.of("b, which coordinates, is not heard of"),
                a.vacancy(view(2, false, "b", 1)));
        assertEquals(Optional.empty(), a.vacancy(view(2, true, "b", 1)));
        assertTrue(a.leads(view(2, true, "b", 3)));
        assertTrue(a.leads(view(2, true, "b", 2)));
        assertTrue(a.vacancy(view(0, true, "b", 0)).orElseThrow().contains("no member holds"));
    }

    @Test
    void waitsUntilItHasHeardFromTheLiving() {
        FirstHolder.View quiet = view(1, true, "b", 0);
        FirstHolder.View early =
                new FirstHolder.View(1, quiet.others(), quiet.members(), Set.of("b"));
        assertFalse(a.leads(early));
        assertEquals(
                Optional.of("this host coordinates, and has yet to hear from b"), a.vacancy(early));
    }

    @Test
    void isGoneOnceItHasBeenNoMemberForLong() {
        FirstHolder.View without = view(1, true, "b", 0);
        assertFalse(a.gone("c", without));
        assertFalse(a.gone("b", without));
        nanos = Duration.ofSeconds(99).toNanos();
        assertFalse(a.gone("c", without));
        assertFalse(a.gone("c", view(1, false, "b", 0, "c", 0)));
        nanos = Duration.ofSeconds(150).toNanos();
        assertFalse(a.gone("c", without));
        nanos = Duration.ofSeconds(260).toNanos();
        assertTrue(a.gone("c", without));
        assertFalse(a.gone("b", without));
    }

    @Test
    void commitsAsTheFirstHolderAlone() throws Exception {
        var one = List.of(TestKind.document(TestHost.GROUP, "x", TestHost.number(1)));
        var two = List.of(TestKind.document(TestHost.GROUP, "x", TestHost.number(2)));
        a.commit(view(1, true), one, List.of(), List.of());
        assertEquals(1, host.number(TestHost.GROUP, "x"));
        refused(view(2, true, "b", 1), two, List.of());
        refused(view(1, true), two, List.of());
        ResourceKey key = ResourceKey.of(TestHost.GROUP, "x");
        assertThrows(
                FleetException.class,
                () -> a.commit(view(1, true, "b", 0), List.of(), List.of(key), List.of("b")));
        a.commit(view(1, true), List.of(), List.of(key), List.of());
        assertEquals(-1, host.number(TestHost.GROUP, "x"));
    }

    private void refused(
            FirstHolder.View view, List<org.vibrissa.state.Document> documents, List<String> gone) {
        assertThrows(FleetException.class, () -> a.commit(view, documents, List.of(), gone));
        assertEquals(1, host.number(TestHost.GROUP, "x"));
    }

    @Test
    void keepsItsPlaceWhenTheKeyIsGivenOn() throws Exception {
        TestHost b = new TestHost(folder, "b").start();
        TestHost c = new TestHost(folder, "c").start();
        try {
            var token = host.token(2);
            b.join(token);
            c.join(token);
            await("c is known to a", () -> host.member().roster().others().containsKey("c"));
            assertEquals(1, host.member().seat());
            assertEquals(0, b.member().seat());
            host.member().giveAuthority("c");
            await("a knows c's seat", () -> seat(host, "c") == 2);
            host.member().giveAuthority("c");
            await("b knows c's seat", () -> seat(b, "c") == 2);
            await("c hears of b", () -> !c.member().members().isEmpty());
            b.member().remove("a");
            await(
                    "a is out of the fleet at c",
                    () -> !c.member().roster().others().containsKey("a"));
            FirstHolder next = new FirstHolder(c.store, "c", Duration.ZERO, () -> 0);
            assertTrue(
                    next.leads(
                            new FirstHolder.View(
                                    c.member().seat(),
                                    c.member().roster().others(),
                                    c.member().members(),
                                    Set.of())));
        } finally {
            b.close();
            c.close();
        }
    }

    private static int seat(TestHost at, String of) {
        return at.member().roster().get(of).map(MemberRecord::seat).orElse(0);
    }
}
