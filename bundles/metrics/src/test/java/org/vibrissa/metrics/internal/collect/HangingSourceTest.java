package org.vibrissa.metrics.internal.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;

/** A source that does not answer. */
class HangingSourceTest {
    private static final MetricFamily BEFORE = MetricFamily.gauge("vibrissa_before", "First.");
    private static final MetricFamily HUNG = MetricFamily.gauge("vibrissa_hung", "Second.");
    private static final MetricFamily AFTER = MetricFamily.gauge("vibrissa_after", "Third.");
    private static final long HUNG_ID = 1;

    private final Collector collector = new Collector(() -> 10);
    private final CountDownLatch answers = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    private final TestSource hanging =
            new TestSource(
                    "hung",
                    List.of(HUNG),
                    sink -> {
                        asked.incrementAndGet();
                        await(answers);
                        sink.put(HUNG, 1);
                    });

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(60, TimeUnit.SECONDS), "nobody let it answer");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void addAll() {
        add(0, new TestSource("before", List.of(BEFORE), sink -> tell(sink, BEFORE)));
        add(HUNG_ID, hanging);
        add(2, new TestSource("after", List.of(AFTER), sink -> tell(sink, AFTER)));
    }

    private void add(long id, TestSource source) {
        collector.add(id, new Source(source));
    }

    private void tell(MetricSink sink, MetricFamily family) {
        threads.add(Thread.currentThread());
        sink.put(family, 1);
    }

    @AfterEach
    void end() {
        answers.countDown();
        collector.close();
    }

    /** Values by name, and the failures of the source that hangs. */
    private Map<String, Double> collect() {
        return collector.collect().families().stream()
                .filter(family -> !family.meaning().equals(durations()))
                .flatMap(
                        family ->
                                family.series().values().stream()
                                        .map(value -> Map.entry(family, value)))
                .filter(each -> each.getValue() instanceof Value.Single)
                .collect(
                        Collectors.toMap(
                                each -> each.getKey().meaning().name(),
                                each -> ((Value.Single) each.getValue()).value(),
                                Double::sum));
    }

    private static MetricFamily durations() {
        return Books.FAMILIES.stream()
                .filter(family -> family.name().contains("duration"))
                .findFirst()
                .orElseThrow();
    }

    private static void until(String what, BooleanSupplier holds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!holds.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "waited in vain for " + what);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void isLeftOutAndNotAskedAgainBeforeItAnswers() {
        addAll();
        for (int scrape = 1; scrape <= 3; scrape++) {
            Map<String, Double> figures = collect();
            assertEquals(1, figures.get("vibrissa_before"));
            assertEquals(1, figures.get("vibrissa_after"));
            assertFalse(figures.containsKey("vibrissa_hung"), figures::toString);
            assertEquals(scrape, figures.get("vibrissa_metrics_source_failures"));
            assertEquals(1, asked.get());
        }
        answers.countDown();
        until("figures again", () -> collect().containsKey("vibrissa_hung"));
    }

    @Test
    void takesOneThreadAndNoOther() {
        addAll();
        collect();
        assertEquals(2, threads.size());
        assertNotEquals(threads.get(0), threads.get(1));
        collect();
        collect();
        assertEquals(2, Set.copyOf(threads).size(), "one is left to it, one asks the others");
    }

    @Test
    void oneThreadAsksAllThatAnswer() {
        answers.countDown();
        addAll();
        collect();
        collect();
        assertEquals(1, Set.copyOf(threads).size());
        assertNotEquals(Thread.currentThread(), threads.get(0));
    }

    @Test
    void canBeRemovedAndIsGivenBackWhenItAnswers() {
        addAll();
        collect();
        collector.remove(HUNG_ID);
        assertEquals(1, hanging.users());
        assertFalse(collect().containsKey("vibrissa_metrics_source_failures"));
        answers.countDown();
        until("the service to be given back", () -> hanging.users() == 0);
    }

    @Test
    void hidesNoFamilyOfOthers() {
        addAll();
        collect();
        assertEquals(List.of(".before"), collector.catalogue().get(BEFORE));
        assertEquals(List.of(".after"), collector.catalogue().get(AFTER));
    }
}
