package org.vibrissa.etcd.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.etcd.internal.client.Etcd;
import org.vibrissa.etcd.internal.client.EtcdAccess;
import org.vibrissa.etcd.internal.client.Transaction;

/** etcd lost, full, silent, closed to us, or another than it was. */
final class TroubleTest {
    @TempDir private Path folder;
    private EtcdProcess etcd;
    private TestHost host;

    @AfterEach
    void down() {
        if (host != null) {
            host.close();
        }
        if (etcd != null) {
            etcd.close();
        }
    }

    private void up() throws Exception {
        etcd = new EtcdProcess(folder.resolve("etcd")).up();
        host = new TestHost(folder, "one", etcd.access()).start().inStep();
    }

    private EtcdAccess at(URI... endpoints) {
        return new EtcdAccess(
                List.of(endpoints),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(2));
    }

    @Test
    void prunesNothingWhenEtcdWasWiped() throws Exception {
        up();
        host.set("a", 1);
        host.inStep();
        Await.that("it to be written down", () -> !host.link.mirror().changed());
        etcd.wipe();
        etcd.up();
        host.says("it has been wiped");
        assertTrue(host.problem().contains("vibrissa fleet store accept"));
        assertEquals(Optional.of(1), host.get("a"));
        // Over a restart as well.
        host.stop();
        host.start();
        host.says("it has been wiped");
        host.set("b", 2);
        try (Etcd client = new Etcd(etcd.access())) {
            assertTrue(client.range("/vt/", "/vt0", 0, 10).keys().isEmpty());
        }
        host.link.accept();
        host.inStep();
        Await.that("no problem", () -> host.problem().isEmpty());
        TestHost other = new TestHost(folder, "two", etcd.access()).start();
        try {
            other.has("a", 1);
            other.has("b", 2);
        } finally {
            other.close();
        }
    }

    @Test
    void believesNoDeleteThatTakesTheMarkAsWell() throws Exception {
        up();
        host.set("a", 1);
        host.set("b", 1);
        host.inStep();
        etcd.ctl("del", "--prefix", "/vt/");
        host.says("mark");
        host.says("wiped");
        assertEquals(2, host.all().size());
        host.link.accept();
        host.inStep();
        assertEquals(2, host.link.mirror().size());
    }

    @Test
    void knowsAnOlderStateOfTheStore() throws Exception {
        up();
        host.set("a", 1);
        host.inStep();
        Path snapshot = folder.resolve("snapshot.db");
        etcd.ctl("snapshot", "save", snapshot.toString());
        host.set("late", 2);
        host.inStep();
        Await.that("it to be written down", () -> !host.link.mirror().changed());
        etcd.wipe();
        Process restore =
                new ProcessBuilder(etcd.restore(snapshot))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("restore.log").toFile())
                        .start();
        assertEquals(0, restore.waitFor(), () -> folder.resolve("restore.log").toString());
        etcd.up();
        host.says("restore");
        assertEquals(Optional.of(2), host.get("late"));
        host.link.accept();
        host.inStep();
        try (Etcd client = new Etcd(etcd.access())) {
            assertTrue(client.get("/vt/v1/res/Group/-/late").isPresent());
        }
    }

    @Test
    void saysThatEtcdIsFullAndLosesNothing() throws Exception {
        etcd =
                new EtcdProcess(folder.resolve("etcd"))
                        .with("--quota-backend-bytes", "2097152")
                        .up();
        host = new TestHost(folder, "one", etcd.access()).start().inStep();
        String much = "x".repeat(200_000);
        try (Etcd client = new Etcd(etcd.access())) {
            assertThrows(
                    Exception.class,
                    () -> {
                        for (int i = 0; i < 40; i++) {
                            client.commit(new Transaction().put("/fill/" + i, much, 0));
                        }
                    });
        }
        host.set("a", 1);
        host.says("space exceeded");
        host.says("disarmed");
        assertTrue(host.link.waiting() > 0);
        etcd.ctl("del", "--prefix", "/fill/");
        try (Etcd client = new Etcd(etcd.access())) {
            assertTrue(client.full());
            etcd.ctl("compact", Long.toString(client.header("x").revision()));
        }
        etcd.ctl("defrag");
        etcd.ctl("alarm", "disarm");
        host.inStep();
        Await.that("no problem", () -> host.problem().isEmpty());
    }

    @Test
    void goesOnAtAnotherEndpoint() throws Exception {
        etcd = new EtcdProcess(folder.resolve("etcd")).up();
        try (Relay first = new Relay(etcd.port);
                Relay second = new Relay(etcd.port)) {
            host = new TestHost(folder, "one", at(first.url(), second.url())).start().inStep();
            TestHost other = new TestHost(folder, "two", etcd.access()).start().inStep();
            try {
                first.cut(true);
                other.set("a", 1);
                host.has("a", 1);
                first.cut(false);
                second.silent(true);
                other.set("a", 2);
                host.has("a", 2);
                host.set("b", 1);
                other.has("b", 1);
            } finally {
                other.close();
            }
        }
    }

    /**
     * Whoever changes something here does not wait for etcd, and nothing is lost or late for good.
     */
    @Test
    void goesOnWhileEtcdIsSlow() throws Exception {
        etcd = new EtcdProcess(folder.resolve("etcd")).up();
        try (Relay way = new Relay(etcd.port)) {
            host = new TestHost(folder, "one", at(way.url())).start().inStep();
            TestHost other = new TestHost(folder, "two", etcd.access()).start().inStep();
            try {
                way.slow(Duration.ofSeconds(1));
                long quickest = Long.MAX_VALUE;
                for (int n = 1; n <= 5; n++) {
                    long begin = System.nanoTime();
                    host.set("a" + n, n);
                    quickest = Math.min(quickest, System.nanoTime() - begin);
                }
                // One that waits for etcd takes a second each way; any may be held up by others.
                long millis = quickest / 1_000_000;
                assertTrue(millis < 1000, "the quickest change here took " + millis + " ms");
                other.set("b", 1);
                host.has("b", 1);
                for (int n = 1; n <= 5; n++) {
                    other.has("a" + n, n);
                }
                host.inStep();
                way.slow(Duration.ZERO);
                other.set("b", 2);
                host.has("b", 2);
                Await.that(
                        () -> "no problem: " + host.problem(),
                        Duration.ofSeconds(20),
                        () -> host.problem().isEmpty());
            } finally {
                other.close();
            }
        }
    }

    @Test
    void catchesUpWhenWhatItMissedWasCompacted() throws Exception {
        etcd = new EtcdProcess(folder.resolve("etcd")).up();
        try (Relay way = new Relay(etcd.port)) {
            host = new TestHost(folder, "one", at(way.url())).start().inStep();
            TestHost other = new TestHost(folder, "two", etcd.access()).start().inStep();
            try {
                other.set("a", 1);
                other.set("b", 1);
                host.has("b", 1);
                long listings = host.link.feed().listings();
                way.cut(true);
                host.says("127.0.0.1");
                other.set("a", 2);
                other.delete("b");
                other.set("c", 3);
                other.inStep();
                try (Etcd client = new Etcd(etcd.access())) {
                    etcd.ctl("compact", Long.toString(client.header("x").revision()));
                }
                way.cut(false);
                host.has("a", 2);
                host.lacks("b");
                host.has("c", 3);
                Await.that("another listing", () -> host.link.feed().listings() > listings);
            } finally {
                other.close();
            }
        }
    }

    /** Etcd has taken it, but neither the answer nor the echo has come back. */
    @Test
    void deletesWhatWasOnItsWayWhenItWasDeleted() throws Exception {
        etcd = new EtcdProcess(folder.resolve("etcd")).up();
        try (Relay way = new Relay(etcd.port)) {
            host = new TestHost(folder, "one", at(way.url())).start().inStep();
            TestHost other = new TestHost(folder, "two", etcd.access()).start().inStep();
            try {
                way.slow(Duration.ofSeconds(1));
                host.set("a", 1);
                other.has("a", 1);
                way.silent(true);
                host.delete("a");
                way.cut(true);
                way.slow(Duration.ZERO);
                way.silent(false);
                way.cut(false);
                other.lacks("a");
                assertEquals(Optional.empty(), host.get("a"));
            } finally {
                other.close();
            }
        }
    }

    @Test
    void listsNothingAnewAfterAShortBreak() throws Exception {
        etcd = new EtcdProcess(folder.resolve("etcd")).up();
        try (Relay way = new Relay(etcd.port)) {
            host = new TestHost(folder, "one", at(way.url())).start().inStep();
            TestHost other = new TestHost(folder, "two", etcd.access()).start().inStep();
            try {
                long listings = host.link.feed().listings();
                way.cut(true);
                other.set("a", 1);
                other.inStep();
                way.cut(false);
                host.has("a", 1);
                assertEquals(listings, host.link.feed().listings());
            } finally {
                other.close();
            }
        }
    }

    @Test
    void logsInAndAgainWhenTheTokenIsForgotten() throws Exception {
        etcd = new EtcdProcess(folder.resolve("etcd")).with("--auth-token-ttl", "2").up();
        etcd.ctl("role", "add", "vib");
        etcd.ctl("role", "grant-permission", "vib", "--prefix=true", "readwrite", "/vt/");
        etcd.ctl("user", "add", "vib:secret");
        etcd.ctl("user", "grant-role", "vib", "vib");
        etcd.ctl("user", "add", "root:rootpw");
        etcd.ctl("user", "grant-role", "root", "root");
        etcd.ctl("auth", "enable");
        Path password = Files.writeString(folder.resolve("password"), "wrong\n");
        EtcdAccess access =
                new EtcdAccess(
                        List.of(etcd.url()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("vib"),
                        Optional.of(password),
                        Duration.ofSeconds(3));
        host = new TestHost(folder, "one", access).start();
        host.says("authentication failed");
        Files.writeString(password, "secret\n");
        host.inStep();
        TestHost nobody = new TestHost(folder, "two", etcd.access()).start();
        try {
            nobody.says("user name is empty");
        } finally {
            nobody.close();
        }
        // Its token is forgotten in between.
        etcd.kill();
        etcd.start().answers(access);
        host.set("a", 1);
        host.inStep();
        Await.that("no problem", () -> host.problem().isEmpty());
    }

    @Test
    void speaksTlsAndRefusesAForeignCertificate() throws Exception {
        Certificates ours = new Certificates(folder.resolve("ours"));
        Certificates foreign = new Certificates(folder.resolve("foreign"));
        etcd =
                new EtcdProcess(folder.resolve("etcd"))
                        .tls(ours.certificate("server"), ours.key("server"));
        etcd.with("--client-cert-auth", "--trusted-ca-file", ours.ca().toString());
        EtcdAccess access = tls(ours.ca(), ours.certificate("host"), ours.key("host"));
        etcd.start().answers(access);
        host = new TestHost(folder, "one", access).start().inStep();
        host.set("a", 1);
        host.inStep();
        TestHost stranger =
                new TestHost(
                                folder,
                                "two",
                                tls(foreign.ca(), ours.certificate("host"), ours.key("host")))
                        .start();
        try {
            stranger.says("TLS failed");
        } finally {
            stranger.close();
        }
        TestHost wrong =
                new TestHost(
                                folder,
                                "three",
                                tls(ours.ca(), foreign.certificate("host"), foreign.key("host")))
                        .start();
        try {
            wrong.says("etcd.cert");
        } finally {
            wrong.close();
        }
    }

    private EtcdAccess tls(Path ca, Path certificate, Path key) {
        return new EtcdAccess(
                List.of(etcd.url()),
                Optional.of(ca),
                Optional.of(certificate),
                Optional.of(key),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(3));
    }
}
