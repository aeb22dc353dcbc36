package org.vibrissa.state.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vibrissa.state.ApplyOptions;
import org.vibrissa.state.Document;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;
import org.vibrissa.state.StateException;
import org.vibrissa.state.internal.file.CrashDisk;

/** Crashes the store before every single operation on the disk, with every kind of loss. */
class StoreCrashTest {
    private static final int CHANGES = 14;

    /** Small, so that snapshots are part of what crashes. */
    private static final long COMPACT_AT = 1200;

    private static FileStore store(CrashDisk disk) {
        FileStore store =
                new FileStore(disk, Clock.systemUTC()) {
                    @Override
                    long compactAt() {
                        return COMPACT_AT;
                    }
                };
        store.registry().add(new TestKind());
        store.open();
        return store;
    }

    private static Map<String, Integer> content(FileStore store) {
        Map<String, Integer> content = new TreeMap<>();
        for (Resource resource : store.list(TestKind.KIND)) {
            content.put(resource.name(), resource.spec().path("number").asInt());
        }
        return content;
    }

    /** One random change; the model follows when it was acknowledged. */
    private static Map<String, Integer> change(
            FileStore store, Random random, Map<String, Integer> model) {
        Map<String, Integer> next = new TreeMap<>(model);
        List<Document> puts = new ArrayList<>();
        List<ResourceKey> deletes = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            String name = "w" + (i * 10 + random.nextInt(10));
            if (next.containsKey(name) && random.nextInt(3) == 0) {
                next.remove(name);
                deletes.add(ResourceKey.of(TestKind.KIND, name));
            } else {
                int number = 1 + random.nextInt(1_000_000_000);
                next.put(name, number);
                puts.add(TestKind.document(name, number));
            }
        }
        store.update(puts, deletes, ApplyOptions.USER);
        return next;
    }

    @Test
    void losesNothingAcknowledgedWhateverTheOperationItCrashesAt() {
        int crashes = 0;
        for (int seed = 0; seed < 12; seed++) {
            int crashAt = 0;
            while (crashAndCompare(seed, crashAt)) {
                crashAt++;
                crashes++;
            }
        }
        assertTrue(crashes > 500, "crashes tried: " + crashes);
    }

    /** Whether the crash came before the changes ended. */
    private static boolean crashAndCompare(int seed, int crashAt) {
        CrashDisk disk = new CrashDisk(new Random(scattered(31L * seed + crashAt)));
        disk.crashAt(crashAt);
        Random random = new Random(seed);
        Map<String, Integer> acknowledged = new TreeMap<>();
        Map<String, Integer> inFlight = acknowledged;
        boolean crashed = false;
        FileStore store = store(disk);
        for (int i = 0; i < CHANGES && !crashed; i++) {
            Random same = new Random(random.nextLong());
            Random again = copy(same);
            try {
                acknowledged = change(store, same, acknowledged);
                inFlight = acknowledged;
            } catch (StateException e) {
                crashed = true;
                inFlight = model(again, acknowledged);
            }
        }
        crashed |= disk.operations() > crashAt;
        if (seed % 3 == 0) {
            disk.restartAfterKill();
        } else {
            disk.restartAfterCrash();
        }
        String which = "seed " + seed + ", crash at operation " + crashAt;
        crashWhileStarting(disk, crashAt % 7);
        FileStore next = store(disk);
        assertEquals("", next.problem(), which);
        Map<String, Integer> found = content(next);
        if (!found.equals(inFlight)) {
            assertEquals(acknowledged, found, which);
        }
        Map<String, Integer> after = change(next, new Random(7), found);
        disk.restartAfterCrash();
        FileStore third = store(disk);
        assertEquals("", third.problem(), which);
        assertEquals(after, content(third), which);
        return crashed;
    }

    /** A second crash, while the files are read and repaired after the first. */
    private static void crashWhileStarting(CrashDisk disk, int operation) {
        disk.crashAt(disk.operations() + operation);
        store(disk);
        disk.restartAfterCrash();
    }

    /** Random's first numbers are alike for seeds that are near each other. */
    private static long scattered(long seed) {
        return (seed + 1) * 0x9e3779b97f4a7c15L;
    }

    private static Random copy(Random random) {
        long seed = random.nextLong();
        random.setSeed(seed);
        return new Random(seed);
    }

    private static Map<String, Integer> model(Random random, Map<String, Integer> before) {
        FileStore scratch = store(new CrashDisk(new Random(0)));
        List<Document> all = new ArrayList<>();
        before.forEach((name, number) -> all.add(TestKind.document(name, number)));
        scratch.apply(all, ApplyOptions.USER);
        return change(scratch, random, before);
    }

    @Test
    void afterAFullDiskNothingIsHalfWrittenAndTheNextApplyWorks() {
        for (int room = 0; room < 400; room += 7) {
            CrashDisk disk = new CrashDisk(new Random(room));
            FileStore store = store(disk);
            store.apply(List.of(TestKind.document("a", 1)), ApplyOptions.USER);
            disk.room(room);
            boolean full = false;
            try {
                store.apply(List.of(TestKind.document("b", 2)), ApplyOptions.USER);
            } catch (StateException e) {
                full = true;
                assertTrue(e.getMessage().contains("No space left"), e.getMessage());
                assertEquals(Map.of("a", 1), content(store));
            }
            disk.room(CrashDisk.ROOMY);
            store.apply(List.of(TestKind.document("c", 3)), ApplyOptions.USER);
            disk.restartAfterCrash();
            FileStore next = store(disk);
            assertEquals("", next.problem());
            assertEquals(
                    full ? Map.of("a", 1, "c", 3) : Map.of("a", 1, "b", 2, "c", 3), content(next));
        }
    }
}
