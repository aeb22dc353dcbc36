package org.vibrissa.metrics.internal.collect;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;

/** Scrapes made by hand. */
public final class TestScrapes {
    private TestScrapes() {}

    /** What one source tells. */
    public static Scrape of(List<MetricFamily> families, Consumer<MetricSink> collect) {
        Collector collector = new Collector(() -> 1_000_000);
        collector.add(0, new Source(new TestSource("test", families, collect)));
        return collector.collect();
    }

    /** What these sources tell, each time anew. */
    public static Supplier<Scrape> of(List<MetricSource> sources, int limit) {
        Collector collector = new Collector(() -> limit);
        for (MetricSource source : sources) {
            String name = source.getClass().getSimpleName();
            collector.add(
                    collector.sources(),
                    new Source(new TestSource(name, source.families(), source::collect)));
        }
        return collector::collect;
    }
}
