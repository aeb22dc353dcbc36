package org.vibrissa.metrics.internal.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;

class CollectorTest {
    private static final MetricFamily DROPS =
            MetricFamily.counter("vibrissa_drops", "Drops.", "reason");
    private static final MetricFamily DEPTH = MetricFamily.gauge("vibrissa_depth", "Depth.");
    private static final MetricFamily TOOK =
            MetricFamily.histogram("vibrissa_took_seconds", "Took.", new double[] {0.1, 1});

    private final Collector collector = new Collector(() -> 10);
    private long sources;

    private TestSource add(String name, List<MetricFamily> families, Consumer<MetricSink> collect) {
        TestSource source = new TestSource(name, families, collect);
        collector.add(sources++, new Source(source));
        return source;
    }

    private static Map<LabelValues, Value> series(Scrape scrape, String name) {
        Optional<Family> family =
                scrape.families().stream()
                        .filter(f -> f.meaning().shownName().equals(name))
                        .findFirst();
        return family.map(Family::series).orElse(Map.of());
    }

    private static double value(Scrape scrape, String name, String... labels) {
        Value value = series(scrape, name).get(new LabelValues(labels));
        assertTrue(value instanceof Value.Single, name + " is " + value);
        return ((Value.Single) value).value();
    }

    @Test
    void showsAllSources() {
        add("a", List.of(DROPS), sink -> sink.put(DROPS, 5, "x"));
        add(
                "b",
                List.of(DROPS, DEPTH),
                sink -> {
                    sink.put(DROPS, 6, "y");
                    sink.put(DEPTH, 1.5);
                });
        Scrape scrape = collector.collect();
        assertEquals(5, value(scrape, "vibrissa_drops_total", "x"));
        assertEquals(6, value(scrape, "vibrissa_drops_total", "y"));
        assertEquals(1.5, value(scrape, "vibrissa_depth"));
        assertEquals(3, value(scrape, "vibrissa_metrics_series"));
        assertEquals(1, value(scrape, "vibrissa_metrics_scrapes_total"));
    }

    @Test
    void leavesOutAndNamesTheSourceThatFails() {
        add(
                "bad",
                List.of(DROPS),
                sink -> {
                    sink.put(DROPS, 5, "half");
                    throw new IllegalStateException("the map is closed");
                });
        add("good", List.of(DEPTH), sink -> sink.put(DEPTH, 1));
        collector.collect();
        Scrape scrape = collector.collect();
        assertEquals(1, value(scrape, "vibrissa_depth"));
        assertEquals(Map.of(), series(scrape, "vibrissa_drops_total"));
        assertEquals(2, value(scrape, "vibrissa_metrics_source_failures_total", ".bad"));
    }

    @Test
    void leavesOutTheSourceWhoseClassesAreGone() {
        add(
                "bad",
                List.of(DROPS),
                sink -> {
                    throw new NoClassDefFoundError("org/vibrissa/Gone");
                });
        assertEquals(
                1, value(collector.collect(), "vibrissa_metrics_source_failures_total", ".bad"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"undeclared", "few", "many", "twice", "kind", "buckets", "no histogram"})
    void refusesWhatIsNotAsDeclared(String fault) {
        add(
                "bad",
                List.of(DROPS, TOOK),
                sink -> {
                    switch (fault) {
                        case "undeclared" -> sink.put(DEPTH, 1);
                        case "few" -> sink.put(DROPS, 1);
                        case "many" -> sink.put(DROPS, 1, "a", "b");
                        case "twice" -> {
                            sink.put(DROPS, 1, "a");
                            sink.put(DROPS, 2, "a");
                        }
                        case "kind" -> sink.put(TOOK, 1);
                        case "buckets" -> sink.histogram(TOOK, new long[2], 1);
                        default -> sink.histogram(DROPS, new long[1], 1, "a");
                    }
                });
        assertEquals(
                1, value(collector.collect(), "vibrissa_metrics_source_failures_total", ".bad"));
    }

    @Test
    void reportsTheSourceThatMeansSomethingElse() {
        MetricFamily other = MetricFamily.gauge("vibrissa_drops", "Drops.", "reason");
        add("first", List.of(DROPS), sink -> sink.put(DROPS, 5, "x"));
        add("second", List.of(other), sink -> sink.put(other, 6, "y"));
        Scrape scrape = collector.collect();
        assertEquals(1, series(scrape, "vibrissa_drops_total").size());
        assertEquals(
                1, value(scrape, "vibrissa_metrics_refused_total", ".second", "vibrissa_drops"));
    }

    @Test
    void reportsTheSourceThatTellsAnothersSeries() {
        add("first", List.of(DROPS), sink -> sink.put(DROPS, 5, "x"));
        add("second", List.of(DROPS), sink -> sink.put(DROPS, 6, "x"));
        Scrape scrape = collector.collect();
        assertEquals(5, value(scrape, "vibrissa_drops_total", "x"));
        assertEquals(
                1,
                value(scrape, "vibrissa_metrics_refused_total", ".second", "vibrissa_drops_total"));
    }

    @Test
    void foldsWhatIsBeyondTheLimitAndSaysHowMuch() {
        add(
                "many",
                List.of(DROPS),
                sink -> {
                    for (int i = 0; i < 100; i++) {
                        sink.put(DROPS, 1, "r" + i);
                    }
                });
        Scrape scrape = collector.collect();
        assertEquals(10, series(scrape, "vibrissa_drops_total").size());
        assertEquals(91, value(scrape, "vibrissa_drops_total", "other"));
        assertEquals(91, value(scrape, "vibrissa_metrics_folded_series", "vibrissa_drops_total"));
    }

    @Test
    void foldsHistogramsToo() {
        MetricFamily took =
                MetricFamily.histogram("vibrissa_took_seconds", "Took.", new double[] {1}, "who");
        add(
                "many",
                List.of(took),
                sink -> {
                    for (int i = 0; i < 12; i++) {
                        sink.histogram(took, new long[] {1, 2}, 5, "w" + i);
                    }
                });
        Value.Distribution other =
                (Value.Distribution)
                        series(collector.collect(), "vibrissa_took_seconds")
                                .get(new LabelValues(new String[] {"other"}));
        assertEquals(3, other.counts()[0]);
        assertEquals(6, other.counts()[1]);
        assertEquals(15, other.sum());
    }

    @Test
    void makesTheSourceWhenItIsAskedAndGivesItBack() {
        TestSource source = add("a", List.of(DEPTH), sink -> sink.put(DEPTH, 1));
        assertEquals(0, source.users());
        collector.collect();
        collector.collect();
        assertEquals(1, source.users());
        collector.remove(0);
        assertEquals(0, source.users());
        assertEquals(Map.of(), series(collector.collect(), "vibrissa_depth"));
    }

    @Test
    void knowsFamiliesBeforeTheyHaveFigures() {
        add("a", List.of(DROPS), sink -> {});
        assertEquals(List.of(".a"), collector.catalogue().get(DROPS));
        assertFalse(
                collector.collect().families().stream().anyMatch(f -> f.meaning().equals(DROPS)));
    }
}
