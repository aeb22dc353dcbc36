package org.vibrissa.etcd.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.etcd.internal.client.Etcd;
import org.vibrissa.etcd.internal.client.EtcdException;
import org.vibrissa.etcd.internal.client.Transaction;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Metadata;
import org.vibrissa.state.ResourceKey;

/** Two hosts and a real etcd. */
final class TwoStoresTest {
    @TempDir private Path folder;
    private EtcdProcess etcd;
    private TestHost one;
    private TestHost two;

    @BeforeEach
    void up() throws Exception {
        etcd = new EtcdProcess(folder.resolve("etcd")).up();
        one = new TestHost(folder, "one", etcd.access()).start();
        two = new TestHost(folder, "two", etcd.access()).start();
        one.inStep();
        two.inStep();
    }

    @AfterEach
    void down() {
        one.close();
        two.close();
        etcd.close();
    }

    @Test
    void keepsTwoStoresInStep() {
        one.set("a", 1);
        two.set("b", 2);
        two.has("a", 1);
        one.has("b", 2);
        one.set("a", 3);
        two.has("a", 3);
        two.delete("a");
        one.lacks("a");
        one.inStep();
        assertEquals("", one.problem());
        assertEquals(
                one.all().get(0).metadata().annotations(),
                two.all().get(0).metadata().annotations());
    }

    @Test
    void bringsOverEditsMadeWhileEtcdWasAway() throws Exception {
        one.set("a", 1);
        one.set("b", 1);
        two.has("a", 1);
        two.has("b", 1);
        two.inStep();
        etcd.kill();
        one.says("127.0.0.1");
        two.says("127.0.0.1");
        one.set("a", 2);
        two.delete("b");
        two.set("c", 5);
        assertEquals(Optional.of(1), one.get("b"));
        etcd.up();
        two.has("a", 2);
        one.lacks("b");
        one.has("c", 5);
        Await.that("no problem", () -> one.problem().isEmpty() && two.problem().isEmpty());
    }

    /** Of the one resource; empty between an edit and its version. */
    private static String version(TestHost host) {
        return host.all().get(0).metadata().annotations().getOrDefault(Metadata.VERSION, "");
    }

    @Test
    void keepsTheLaterOfTwoEditsMadeApart() throws Exception {
        one.set("a", 1);
        two.has("a", 1);
        two.inStep();
        etcd.kill();
        String before = version(one);
        one.set("a", 2);
        // The time of an edit is when the host has noticed it.
        Await.that("one to have noticed", () -> !Set.of("", before).contains(version(one)));
        two.set("a", 3);
        etcd.up();
        one.inStep();
        two.inStep();
        one.has("a", 3);
        two.has("a", 3);
    }

    @Test
    void keepsAnEditWhereTheOtherHostHasDeleted() throws Exception {
        one.set("a", 1);
        two.has("a", 1);
        two.inStep();
        etcd.kill();
        one.delete("a");
        two.set("a", 7);
        etcd.up();
        one.has("a", 7);
        two.has("a", 7);
    }

    @Test
    void deletesWhatWasDeletedWhileItWasDown() throws Exception {
        one.set("a", 1);
        two.has("a", 1);
        two.inStep();
        Await.that("two to have written down what it knows", () -> !two.link.mirror().changed());
        two.stop();
        one.delete("a");
        one.inStep();
        two = new TestHost(folder, "two", etcd.access()).open();
        assertEquals(Optional.of(1), two.get("a"));
        two.tie();
        two.lacks("a");
    }

    @Test
    void deletesInTheFleetWhatWasDeletedHereWhileEtcdWasNotSpokenTo() throws Exception {
        one.set("a", 1);
        two.has("a", 1);
        two.inStep();
        Await.that("two to have written down what it knows", () -> !two.link.mirror().changed());
        two.stop();
        two = new TestHost(folder, "two", etcd.access()).open();
        two.delete("a");
        two.tie();
        one.lacks("a");
    }

    @Test
    void catchesUpExactlyWhenItsRevisionWasCompacted() throws Exception {
        for (int i = 0; i < 20; i++) {
            one.set("n" + i, i);
        }
        two.has("n19", 19);
        two.inStep();
        Await.that("two to have written down what it knows", () -> !two.link.mirror().changed());
        two.link.close();
        for (int i = 0; i < 10; i++) {
            one.delete("n" + i);
        }
        one.set("n15", 150);
        one.set("new", 1);
        one.inStep();
        compact();
        two.tie();
        two.inStep();
        assertEquals(
                one.all().stream().map(r -> r.spec()).toList(),
                two.all().stream().map(r -> r.spec()).toList());
        assertEquals(11, two.all().size());
    }

    private void compact() throws Exception {
        try (Etcd client = new Etcd(etcd.access())) {
            etcd.ctl("compact", Long.toString(client.header("x").revision()));
        }
    }

    @Test
    void leavesAloneWhatIsNotOursAndSaysSo() throws Exception {
        try (Etcd client = new Etcd(etcd.access())) {
            client.commit(
                    new Transaction()
                            .put("/vt/v1/res/Group/-/bad", "not json", 0)
                            .put("/vt/v1/res/odd", "{}", 0));
        }
        Await.that("both to be noticed", () -> one.link.mirror().unreadable().size() == 2);
        one.set("a", 1);
        two.has("a", 1);
        try (Etcd client = new Etcd(etcd.access())) {
            assertTrue(client.get("/vt/v1/res/Group/-/bad").isPresent());
        }
    }

    @Test
    void keepsAsideWhatIsNotValidHere() {
        etcd.kill();
        one.set(TestHost.NUMBERED, "x", 1);
        two.set(TestHost.NUMBERED, "y", 1);
        try {
            etcd.up();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        Await.that(
                "one of them to be refused on each host",
                () ->
                        one.link.mirror().refused().size() == 1
                                && two.link.mirror().refused().size() == 1);
        assertTrue(one.link.mirror().refused().get(0).reason().contains("taken by"));
        // Nothing is lost: when the one goes, the other comes.
        one.store.delete(List.of(ResourceKey.of(TestHost.NUMBERED, "x")), ApplyOptions.USER);
        Await.that(
                "y to come to one",
                Duration.ofSeconds(30),
                () ->
                        one.store.list(TestHost.NUMBERED).size() == 1
                                && one.store.list(TestHost.NUMBERED).get(0).name().equals("y"));
        two.inStep();
        assertEquals(1, two.store.list(TestHost.NUMBERED).size());
    }

    @Test
    void knowsWhoLivesAndLetsOneLead() {
        Await.that(
                "both to live",
                () ->
                        one.link.lease().alive().equals(Set.of("one", "two"))
                                && two.link.lease().alive().size() == 2);
        Await.that(
                "one to lead",
                () -> one.link.leadership().isLeader() ^ two.link.leadership().isLeader());
        TestHost first = one.link.leadership().isLeader() ? one : two;
        TestHost second = first == one ? two : one;
        Await.that(
                "the other one to know who leads",
                () -> second.link.leadership().leader().equals(Optional.of(first.name)));
        first.link.close();
        Await.that("the other one to lead", () -> second.link.leadership().isLeader());
        assertFalse(first.link.leadership().isLeader());
        Await.that(
                "the other one to live alone",
                () -> second.link.lease().alive().equals(Set.of(second.name)));
    }

    @Test
    void refusesASecondHostOfTheSameName() throws Exception {
        Await.that("one to hold its lease", () -> one.link.lease().held().isPresent());
        TestHost impostor = new TestHost(folder.resolve("elsewhere"), "one", etcd.access());
        impostor.start();
        try {
            impostor.says("another host is called one");
        } finally {
            impostor.close();
        }
        assertTrue(one.link.lease().held().isPresent());
    }

    @Test
    void writesAndDoesNotReadWhileAMigrationGoesOn() throws Exception {
        TestHost three = new TestHost(folder, "three", etcd.access());
        three.reading = false;
        one.set("a", 1);
        one.inStep();
        three.start();
        try {
            three.set("b", 2);
            one.has("b", 2);
            assertEquals(Optional.empty(), three.get("a"));
            assertFalse(three.link.inStep());
            three.link.read(true);
            three.has("a", 1);
            three.inStep();
        } finally {
            three.close();
        }
    }

    @Test
    void deletesNoNodeOfALivingHost() throws Exception {
        one.set("Node", "one", 1);
        Await.that("the node to come to two", () -> two.store.list("Node").size() == 1);
        two.inStep();
        Await.that("both to live", () -> two.link.lease().alive().size() == 2);
        String first = two.store.list("Node").get(0).metadata().uid();
        two.store.delete(List.of(ResourceKey.of("Node", "one")), ApplyOptions.USER);
        Await.that(
                "the node to come back to two",
                () ->
                        two.store.list("Node").stream()
                                .anyMatch(node -> !node.metadata().uid().equals(first)));
        assertEquals(1, one.store.list("Node").size());
        one.link.close();
        Await.that("one to be dead", () -> two.link.lease().alive().size() == 1);
        two.store.delete(List.of(ResourceKey.of("Node", "one")), ApplyOptions.USER);
        try (Etcd client = new Etcd(etcd.access())) {
            Await.that(
                    "the node of a dead host to go from etcd",
                    () -> isGone(client, "/vt/v1/res/Node/-/one"));
        }
    }

    private static boolean isGone(Etcd client, String key) {
        try {
            return client.get(key).isEmpty();
        } catch (EtcdException e) {
            throw new AssertionError("etcd does not answer", e);
        }
    }
}
