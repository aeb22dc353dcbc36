package org.vibrissa.metrics.internal.collect;

import java.util.List;
import java.util.function.Consumer;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;

/** Scrapes made by hand. */
public final class TestScrapes {
    private TestScrapes() {}

    /** What one source tells. */
    public static Scrape of(List<MetricFamily> families, Consumer<MetricSink> collect) {
        Collector collector = new Collector(() -> 1_000_000);
        collector.add(0, new Source(new TestSource("test", families, collect)));
        return collector.collect();
    }
}
