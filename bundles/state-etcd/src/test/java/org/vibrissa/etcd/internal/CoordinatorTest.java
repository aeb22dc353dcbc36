package org.vibrissa.etcd.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.etcd.internal.client.Etcd;
import org.vibrissa.etcd.internal.client.Transaction;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.state.Document;
import org.vibrissa.state.ResourceKey;

/** What a coordinator creates and deletes in a real etcd. */
final class CoordinatorTest {
    @TempDir private Path folder;
    private EtcdProcess etcd;
    private TestHost leader;
    private TestHost other;

    @BeforeEach
    void up() throws Exception {
        etcd = new EtcdProcess(folder.resolve("etcd")).up();
        TestHost one = host("one");
        TestHost two = host("two");
        Await.that(
                "one to lead",
                () -> one.link.leadership().isLeader() ^ two.link.leadership().isLeader());
        leader = one.link.leadership().isLeader() ? one : two;
        other = leader == one ? two : one;
        Await.that("both to live", () -> leader.link.lease().alive().size() == 2);
    }

    private TestHost host(String name) throws Exception {
        TestHost host = new TestHost(folder, name, etcd.access());
        host.garbageAfter = Duration.ofSeconds(1);
        return host.start().inStep();
    }

    @AfterEach
    void down() {
        leader.close();
        other.close();
        etcd.close();
    }

    private static List<Document> named(String name, int number) {
        return List.of(
                TestKind.document(
                        TestHost.GROUP,
                        name,
                        JsonNodeFactory.instance.objectNode().put("number", number)));
    }

    private static ResourceKey key(String name) {
        return ResourceKey.of(TestHost.GROUP, name);
    }

    private static void refused(TestHost host, List<Document> creates, Set<String> gone) {
        FleetException refused =
                assertThrows(
                        FleetException.class, () -> host.link.decree(creates, List.of(), gone));
        assertEquals(FleetException.Kind.REFUSED, refused.kind());
    }

    @Test
    void createsAndDeletesForAll() throws Exception {
        leader.link.decree(named("a", 1), List.of(), Set.of());
        leader.has("a", 1);
        other.has("a", 1);
        leader.link.decree(named("b", 2), List.of(key("a")), Set.of());
        other.lacks("a");
        other.has("b", 2);
        leader.has("b", 2);
        leader.inStep();
        // An edit on any host is later than what was created.
        other.set("b", 3);
        leader.has("b", 3);
    }

    @Test
    void createsNothingTwiceAndNothingOfAnotherRole() throws Exception {
        refused(other, named("a", 1), Set.of());
        leader.link.decree(named("a", 1), List.of(), Set.of());
        refused(leader, named("a", 2), Set.of());
        other.has("a", 1);
        List<Document> both = new ArrayList<>(named("c", 1));
        both.addAll(named("a", 2));
        refused(leader, both, Set.of());
        assertEquals(Optional.empty(), other.get("c"));
    }

    @Test
    void createsOneOfManyOfOneNameAtOnce() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> tries = new ArrayList<>();
            for (int n = 0; n < 16; n++) {
                int number = n;
                tries.add(
                        () -> {
                            try {
                                leader.link.decree(named("a", number), List.of(), Set.of());
                                return true;
                            } catch (FleetException e) {
                                return false;
                            }
                        });
            }
            int done = 0;
            for (Future<Boolean> one : pool.invokeAll(tries)) {
                done += one.get() ? 1 : 0;
            }
            assertEquals(1, done);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void createsNothingOnceTheRoleIsAnothers() throws Exception {
        try (Etcd client = new Etcd(etcd.access())) {
            client.commit(new Transaction().put("/vt/v1/coordinator", "somebody", 0));
            refused(leader, named("a", 1), Set.of());
        }
        assertEquals(Optional.empty(), other.get("a"));
    }

    @Test
    void takesNothingFromAHostThatLives() throws Exception {
        assertFalse(leader.link.gone(other.name));
        refused(leader, named("a", 1), Set.of(other.name));
        assertFalse(other.link.gone(leader.name));
        other.link.close();
        Await.that("the host to be gone", () -> leader.link.gone(other.name));
        leader.link.decree(named("a", 1), List.of(), Set.of(other.name));
        leader.has("a", 1);
    }

    @Test
    void changesNothingWhileEtcdIsAway() throws Exception {
        etcd.kill();
        FleetException failed =
                assertThrows(
                        FleetException.class,
                        () -> leader.link.decree(named("a", 1), List.of(), Set.of()));
        assertTrue(failed.getMessage().contains("etcd"), failed.getMessage());
        assertEquals(Optional.empty(), leader.get("a"));
        etcd.up();
    }
}
