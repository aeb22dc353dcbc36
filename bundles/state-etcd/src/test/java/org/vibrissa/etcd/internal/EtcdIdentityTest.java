package org.vibrissa.etcd.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.etcd.internal.client.Etcd;
import org.vibrissa.etcd.internal.client.EtcdException;
import org.vibrissa.etcd.internal.client.Transaction;
import org.vibrissa.identity.Allotment;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.Labels;
import org.vibrissa.identity.NumberRange;

/** Hosts that agree on identities by a real etcd. */
final class EtcdIdentityTest {
    private static final int FIRST = 256;

    @TempDir private Path folder;
    private EtcdProcess etcd;
    private TestHost one;
    private TestHost two;

    @BeforeEach
    void up() throws Exception {
        etcd = new EtcdProcess(folder.resolve("etcd")).up();
        one = host("one", 8);
        two = host("two", 8);
    }

    @AfterEach
    void down() {
        one.close();
        two.close();
        etcd.close();
    }

    private TestHost host(String name, int numbers) throws EtcdException {
        TestHost host = new TestHost(folder, name, etcd.access());
        host.garbageAfter = Duration.ofSeconds(2);
        host.lease = Duration.ofSeconds(3);
        host.identities = new NumberRange(FIRST, FIRST + numbers - 1);
        return host.start().inStep();
    }

    private static Labels app(int number) {
        return Labels.of(Label.any("app", "a" + number));
    }

    private static Set<Labels> apps(int from, int to) {
        Set<Labels> sets = new HashSet<>();
        for (int i = from; i < to; i++) {
            sets.add(app(i));
        }
        return sets;
    }

    private static void use(TestHost host, Set<Labels> sets) {
        host.link.identities().use(sets);
        host.link.changed();
    }

    private static Allotment allotment(TestHost host) {
        return host.link.identities().allotment();
    }

    private static Optional<Integer> number(TestHost host, Labels labels) {
        return allotment(host).sets().entrySet().stream()
                .filter(e -> e.getValue().equals(labels))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static void knows(TestHost host, Set<Labels> sets) {
        Await.that(
                () -> host.name + " to know " + sets + "; it knows " + allotment(host),
                Duration.ofSeconds(20),
                () -> new HashSet<>(allotment(host).sets().values()).equals(sets));
    }

    private int count(String space) throws EtcdException {
        try (Etcd client = new Etcd(etcd.access())) {
            return client.range("/vt/v1/" + space, "/vt/v1/" + space + "~", 0, 1000).keys().size();
        }
    }

    @Test
    void givesOneSetOneNumberWhoeverIsFaster() throws Exception {
        use(one, apps(0, 6));
        use(two, apps(0, 6));
        knows(one, apps(0, 6));
        knows(two, apps(0, 6));
        assertEquals(allotment(one).sets(), allotment(two).sets());
        assertEquals(6, allotment(one).sets().size());
        Await.that("nothing to wait", () -> one.link.waiting() + two.link.waiting() == 0);
        assertEquals(6, count("id/"));
        assertEquals(6, count("label/"));
        assertEquals(12, count("idref/"));
    }

    @Test
    void refusesWhatIsTooMuchUntilANumberIsFree() throws Exception {
        use(one, apps(0, 8));
        knows(one, apps(0, 8));
        use(two, apps(7, 9));
        Await.that("a refusal", () -> allotment(two).refused().containsKey(app(8)));
        assertTrue(allotment(two).refused().get(app(8)).contains("in use"));
        assertEquals(number(one, app(7)), number(two, app(7)));
        use(one, apps(1, 8));
        Await.that(
                () -> "a number for the last one: " + allotment(two),
                Duration.ofSeconds(40),
                () -> number(two, app(8)).isPresent() && allotment(two).refused().isEmpty());
        knows(one, apps(1, 9));
    }

    @Test
    void keepsWhatAnotherHostStillUses() throws Exception {
        use(one, apps(0, 2));
        use(two, apps(1, 2));
        knows(two, apps(0, 2));
        int shared = number(two, app(1)).orElseThrow();
        use(one, Set.of());
        knows(two, apps(1, 2));
        assertEquals(shared, number(two, app(1)).orElseThrow());
        Await.that("one reference", () -> uncheckedCount("idref/") == 1);
        assertEquals(1, count("label/"));
    }

    private int uncheckedCount(String space) {
        try {
            return count(space);
        } catch (EtcdException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void takesWhatOnlyADeadHostUsed() throws Exception {
        use(one, apps(0, 1));
        use(two, apps(1, 3));
        knows(one, apps(0, 3));
        Await.that("two to have said so", () -> two.link.waiting() == 0);
        two.link.close();
        knows(one, apps(0, 1));
        Await.that("its references gone", () -> uncheckedCount("idref/") == 1);
    }

    @Test
    void knowsItsNumbersWithoutEtcdAfterARestart() throws Exception {
        use(one, apps(0, 3));
        knows(one, apps(0, 3));
        Map<Integer, Labels> before = allotment(one).sets();
        Await.that(
                "it to remember",
                () -> folder.resolve("one/etcd/identities.json").toFile().exists());
        Await.that(
                "it to remember all",
                () ->
                        new EtcdFolder(folder.resolve("one/etcd")).identities().orElseThrow().size()
                                == 3);
        etcd.kill();
        one.link.close();
        one.tie();
        assertTrue(allotment(one).complete());
        assertEquals(before, allotment(one).sets());
        etcd.up();
        use(one, apps(0, 3));
        Await.that("it to follow again", () -> one.link.feed().following());
        assertEquals(before, allotment(one).sets());
    }

    @Test
    void leavesAloneWhatItCannotRead() throws Exception {
        try (Etcd client = new Etcd(etcd.access())) {
            client.commit(
                    new Transaction()
                            .put("/vt/v1/id/x", "y", 0)
                            .put("/vt/v1/id/300", "{}", 0)
                            .put("/vt/v1/idref/odd", "", 0));
        }
        use(one, apps(0, 2));
        knows(one, apps(0, 2));
        knows(two, apps(0, 2));
    }
}
