package org.vibrissa.state.internal.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vibrissa.state.ChangeType;
import org.vibrissa.state.RowChange;
import org.vibrissa.state.StateException;
import org.vibrissa.state.Subscription;
import org.vibrissa.state.Table;
import org.vibrissa.state.TableId;
import org.vibrissa.state.TableListener;
import org.vibrissa.state.TableSnapshot;
import org.vibrissa.state.TableWriter;

class LiveTablesTest {
    private static final TableId<String, Integer> ID =
            new TableId<>("numbers", String.class, Integer.class);

    private final LiveTables tables = new LiveTables();

    @AfterEach
    void close() {
        tables.close();
    }

    @Test
    void isInitialisedWhenEveryWriterHasSaidSo() {
        Table<String, Integer> table = tables.open(ID);
        assertFalse(table.snapshot().initialised());
        TableWriter<String, Integer> first = tables.writer(ID, "first");
        TableWriter<String, Integer> second = tables.writer(ID, "second");
        first.initialised();
        assertFalse(table.snapshot().initialised());
        second.put("a", 1);
        second.initialised();
        assertTrue(table.snapshot().initialised());
        assertEquals(Optional.of(1), table.snapshot().get("a"));
    }

    @Test
    void aSourceHasOneWriterAtATimeAndItsRowsOutliveIt() {
        TableWriter<String, Integer> old = tables.writer(ID, "source");
        old.put("a", 1);
        assertThrows(StateException.class, () -> tables.writer(ID, "source"));
        old.close();
        assertThrows(StateException.class, () -> old.put("b", 1));
        TableWriter<String, Integer> next = tables.writer(ID, "source");
        assertEquals(1, next.table().snapshot().size());
        next.replaceAll(Map.of("c", 3));
        assertEquals(Optional.empty(), next.table().snapshot().get("a"));
        assertThrows(
                StateException.class,
                () -> tables.open(new TableId<>("numbers", String.class, String.class)));
    }

    @Test
    void aSlowListenerGetsTheLatestOfEachKeyOnce() throws InterruptedException {
        TableWriter<String, Integer> writer = tables.writer(ID, "source");
        Semaphore go = new Semaphore(0);
        CountDownLatch inFirst = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Map<String, Integer> calls = new HashMap<>();
        writer.put("start", 0);
        tables.open(ID)
                .watch(
                        "slow",
                        (changes, now) -> {
                            inFirst.countDown();
                            go.acquireUninterruptibly();
                            changes.forEach(c -> calls.merge(c.key(), 1, Integer::sum));
                            if (now.get("a").equals(Optional.of(1000))) {
                                done.countDown();
                            }
                        });
        assertTrue(inFirst.await(10, TimeUnit.SECONDS), "the first call");
        for (int i = 1; i <= 1000; i++) {
            writer.put("a", i);
            writer.put("gone", i);
        }
        writer.remove("gone");
        go.release(10);
        assertTrue(done.await(10, TimeUnit.SECONDS), "the last value");
        assertEquals(Map.of("start", 1, "a", 1), calls);
    }

    @Test
    void whoAppliesTheChangesHasTheTable() throws InterruptedException {
        TableWriter<String, Integer> writer = tables.writer(ID, "source");
        Map<String, Integer> mirror = new HashMap<>();
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger initialised = new AtomicInteger();
        Random random = new Random(5);
        for (int i = 0; i < 50; i++) {
            writer.put("k" + i, i);
        }
        Subscription watch =
                tables.open(ID)
                        .watch(
                                "mirror",
                                new TableListener<>() {
                                    @Override
                                    public void changed(
                                            List<RowChange<String, Integer>> changes,
                                            TableSnapshot<String, Integer> now) {
                                        for (RowChange<String, Integer> c : changes) {
                                            Integer old =
                                                    c.type() == ChangeType.DELETED
                                                            ? mirror.remove(c.key())
                                                            : mirror.put(c.key(), c.value());
                                            assertEquals(c.type() == ChangeType.ADDED, old == null);
                                        }
                                        if (now.get("end").isPresent()) {
                                            done.countDown();
                                        }
                                    }

                                    @Override
                                    public void initialised() {
                                        initialised.set(mirror.size());
                                    }
                                });
        writer.initialised();
        for (int i = 0; i < 5000; i++) {
            String key = "k" + random.nextInt(60);
            if (random.nextBoolean()) {
                writer.remove(key);
            } else {
                writer.put(key, i);
            }
        }
        writer.put("end", 1);
        assertTrue(done.await(10, TimeUnit.SECONDS), "the end row");
        watch.close();
        assertTrue(initialised.get() > 0, "initialised after rows");
        Map<String, Integer> table = new HashMap<>();
        writer.table().snapshot().forEach(e -> table.put(e.getKey(), e.getValue()));
        assertEquals(table, mirror);
    }
}
