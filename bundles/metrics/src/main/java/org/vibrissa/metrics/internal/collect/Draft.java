package org.vibrissa.metrics.internal.collect;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;

/** What one source tells, until it is known that all of it is sound. For one thread. */
final class Draft implements MetricSink {
    private final Set<MetricFamily> declared;
    private final Map<MetricFamily, Map<LabelValues, Value>> told = new LinkedHashMap<>();

    Draft(Set<MetricFamily> declared) {
        this.declared = declared;
    }

    Map<MetricFamily, Map<LabelValues, Value>> told() {
        return told;
    }

    @Override
    public void put(MetricFamily family, double value, String... labels) {
        require(family.kind() != MetricFamily.Kind.HISTOGRAM, family, "is a histogram");
        add(family, new Value.Single(value), labels);
    }

    @Override
    public void histogram(MetricFamily family, long[] counts, double sum, String... labels) {
        require(family.kind() == MetricFamily.Kind.HISTOGRAM, family, "is no histogram");
        int buckets = family.bounds().size() + 1;
        require(
                counts.length == buckets,
                family,
                "has " + buckets + " buckets, not " + counts.length);
        add(family, new Value.Distribution(counts.clone(), sum), labels);
    }

    private void add(MetricFamily family, Value value, String[] labels) {
        require(declared.contains(family), family, "was not declared");
        int wanted = family.labels().size();
        require(labels.length == wanted, family, "has " + wanted + " labels, not " + labels.length);
        for (String label : labels) {
            Objects.requireNonNull(label, family.name());
        }
        LabelValues key = new LabelValues(labels);
        Value before = told.computeIfAbsent(family, f -> new LinkedHashMap<>()).put(key, value);
        require(before == null, family, "was told twice for " + key.toList());
    }

    private static void require(boolean holds, MetricFamily family, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(family.shownName() + " " + problem);
        }
    }
}
