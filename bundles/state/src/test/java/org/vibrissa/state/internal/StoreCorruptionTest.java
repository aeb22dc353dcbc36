package org.vibrissa.state.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.ResourceEvent;
import org.vibrissa.state.ResourceListener;
import org.vibrissa.state.StateException;
import org.vibrissa.state.StoreReadOnly;
import org.vibrissa.state.StoreRecovery.Candidate;
import org.vibrissa.state.StoreUnreadable;
import org.vibrissa.state.internal.file.CrashDisk;

class StoreCorruptionTest {
    private static FileStore store(CrashDisk disk, long compactAt) {
        FileStore store =
                new FileStore(disk, Clock.systemUTC()) {
                    @Override
                    long compactAt() {
                        return compactAt;
                    }
                };
        store.registry().add(new TestKind());
        store.open();
        return store;
    }

    private static CrashDisk disk(int widgets, long compactAt) {
        CrashDisk disk = new CrashDisk(new Random(1));
        FileStore store = store(disk, compactAt);
        for (int i = 1; i <= widgets; i++) {
            store.apply(List.of(TestKind.document("w" + i, i)), ApplyOptions.USER);
        }
        store.close();
        disk.restartAfterKill();
        return disk;
    }

    @Test
    void refusesEveryFlippedByteOfTheLogOrLosesNothing() throws IOException {
        CrashDisk disk = disk(4, 1 << 20);
        int size = disk.read("wal-1").length;
        for (int at = 0; at < size; at++) {
            disk.flip("wal-1", at);
            FileStore store = store(disk, 1 << 20);
            if (store.problem().isEmpty()) {
                assertEquals(4, store.list(TestKind.KIND).size(), "byte " + at);
                assertTrue(at >= size - 8, "only the last mark is repaired, not byte " + at);
                store.close();
                break;
            }
            assertTrue(
                    store.problem().matches("file /crash/wal-1 is corrupt at offset \\d+: .*"),
                    store.problem());
            store.close();
            disk.flip("wal-1", at);
        }
    }

    @Test
    void refusesEveryFlippedByteOfTheSnapshot() throws IOException {
        CrashDisk disk = disk(12, 600);
        String snapshot =
                disk.list().stream()
                        .filter(n -> n.startsWith("snapshot-"))
                        .max((a, b) -> Integer.compare(number(a), number(b)))
                        .orElseThrow();
        assertTrue(number(snapshot) > 2, snapshot);
        int size = disk.read(snapshot).length;
        for (int at = 0; at < size; at++) {
            disk.flip(snapshot, at);
            FileStore store = store(disk, 600);
            assertTrue(store.problem().contains(snapshot), "byte " + at + ": " + store.problem());
            store.close();
            disk.flip(snapshot, at);
        }
    }

    @Test
    void goesBackToTheGenerationBeforeAndItsLogWithoutLosingAnything() {
        CrashDisk disk = disk(12, 600);
        int newest =
                disk.list().stream()
                        .filter(n -> n.startsWith("snapshot-"))
                        .mapToInt(StoreCorruptionTest::number)
                        .max()
                        .orElseThrow();
        disk.flip("snapshot-" + newest, 40);
        FileStore store = store(disk, 600);
        Candidate best = store.candidates().get(0);
        assertEquals(12, best.revision(), best.toString());
        store.recover(best.id());
        assertEquals("", store.problem());
        assertEquals(12, store.list(TestKind.KIND).size());
        store.apply(List.of(TestKind.document("more", 99)), ApplyOptions.USER);
        store.close();
        disk.restartAfterKill();
        FileStore next = store(disk, 600);
        assertEquals(13, next.list(TestKind.KIND).size(), next.problem());
    }

    @Test
    void isReadOnlyAndSaysNotInitialisedUntilTheUserRecovers() throws InterruptedException {
        CrashDisk disk = disk(5, 1 << 20);
        disk.flip("wal-1", 400);
        FileStore store = store(disk, 1 << 20);
        CountDownLatch initialised = new CountDownLatch(1);
        CountDownLatch seen = new CountDownLatch(1);
        store.watch(
                TestKind.KIND,
                "test-watch",
                new ResourceListener() {
                    @Override
                    public void changed(ResourceEvent event) {
                        seen.countDown();
                    }

                    @Override
                    public void initialised() {
                        initialised.countDown();
                    }
                });
        assertFalse(store.health().initialised());
        StoreReadOnly refused =
                assertThrows(
                        StoreReadOnly.class,
                        () -> store.apply(List.of(TestKind.document("x", 1)), ApplyOptions.USER));
        assertTrue(refused.getMessage().contains("wal-1 is corrupt at offset"));
        String unreadable = assertThrows(StoreUnreadable.class, store::trusted).getMessage();
        assertTrue(unreadable.contains("wal-1 is corrupt at offset"), unreadable);
        assertTrue(unreadable.contains("vibrissa state recover"), unreadable);
        assertThrows(StateException.class, () -> store.recover("nonsense"));
        assertEquals(1, initialised.getCount());
        Candidate best = store.candidates().get(0);
        assertTrue(best.revision() < 5 && best.revision() > 0, best.toString());
        store.recover(best.id());
        assertTrue(initialised.await(10, TimeUnit.SECONDS), "the initialised signal");
        assertTrue(seen.await(10, TimeUnit.SECONDS), "the recovered resources");
        assertEquals((int) best.revision(), store.list(TestKind.KIND).size());
        assertTrue(store.health().writable());
        store.close();
    }

    @Test
    void aHealthyStoreHasNothingToRecover() {
        FileStore store = store(disk(1, 1 << 20), 1 << 20);
        assertEquals(List.of(), store.candidates());
        assertThrows(StateException.class, () -> store.recover("empty"));
    }

    private static int number(String name) {
        return Integer.parseInt(name.substring(name.indexOf('-') + 1));
    }
}
