package org.vibrissa.metrics.internal.collect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;

/** What happened while figures were collected: figures themselves. For one thread at a time. */
final class Books {
    private static final MetricFamily SCRAPES =
            MetricFamily.counter("vibrissa_metrics_scrapes", "Times that figures were collected.");
    private static final MetricFamily DURATION =
            MetricFamily.gauge(
                    "vibrissa_metrics_collect_duration_seconds",
                    "How long the last collection took from each source before this one.",
                    "source");
    private static final MetricFamily FAILURES =
            MetricFamily.counter(
                    "vibrissa_metrics_source_failures",
                    "Collections in which a source failed, or did not answer in time, and was left"
                            + " out.",
                    "source");
    private static final MetricFamily REFUSED =
            MetricFamily.counter(
                    "vibrissa_metrics_refused",
                    "Times that a family was left out, for another source tells it with another"
                            + " meaning or the same series.",
                    "source",
                    "metric");
    private static final MetricFamily SERIES =
            MetricFamily.gauge(
                    "vibrissa_metrics_series", "Series shown, but for those of this table.");
    private static final MetricFamily FOLDED =
            MetricFamily.gauge(
                    "vibrissa_metrics_folded_series",
                    "Series beyond metrics.series-limit that are together in the one with the value"
                            + " other.",
                    "metric");

    static final List<MetricFamily> FAMILIES =
            List.of(SCRAPES, DURATION, FAILURES, REFUSED, SERIES, FOLDED);

    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private final Map<String, Long> failures = new LinkedHashMap<>();
    private final Map<List<String>, Long> refused = new LinkedHashMap<>();
    private long scrapes;

    /** A new collection begins. */
    void begin() {
        scrapes++;
        seconds.clear();
    }

    void took(String source, long nanos) {
        seconds.merge(source, nanos / 1e9, Double::sum);
    }

    /** Returns how often it failed, this time included. */
    long failed(String source) {
        return failures.merge(source, 1L, Long::sum);
    }

    /** Returns how often it was refused, this time included. */
    long refused(String source, String metric) {
        return refused.merge(List.of(source, metric), 1L, Long::sum);
    }

    /** The source is gone. */
    void forget(String source) {
        failures.remove(source);
        refused.keySet().removeIf(key -> key.get(0).equals(source));
    }

    void tell(Iterable<Family> families, MetricSink sink) {
        int series = 0;
        for (Family family : families) {
            series += family.series().size();
            if (family.folded() > 0) {
                sink.put(FOLDED, family.folded(), family.meaning().shownName());
            }
        }
        sink.put(SCRAPES, scrapes);
        sink.put(SERIES, series);
        seconds.forEach((source, value) -> sink.put(DURATION, value, source));
        failures.forEach((source, count) -> sink.put(FAILURES, count, source));
        refused.forEach((key, count) -> sink.put(REFUSED, count, key.get(0), key.get(1)));
    }
}
