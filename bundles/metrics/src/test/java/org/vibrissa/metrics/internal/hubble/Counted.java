package org.vibrissa.metrics.internal.hubble;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;

/** What was told, as {@code name{label=value,...}}. */
final class Counted implements MetricSink {
    private final Map<String, Double> values = new TreeMap<>();

    @Override
    public void put(MetricFamily family, double value, String... labels) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            pairs.add(family.labels().get(i) + "=" + labels[i]);
        }
        values.put(family.shownName() + "{" + String.join(",", pairs) + "}", value);
    }

    @Override
    public void histogram(MetricFamily family, long[] counts, double sum, String... labels) {
        throw new AssertionError("flows have no histograms");
    }

    Map<String, Double> values() {
        return values;
    }
}
