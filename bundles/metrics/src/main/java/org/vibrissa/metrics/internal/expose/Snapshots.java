package org.vibrissa.metrics.internal.expose;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.internal.collect.Family;
import org.vibrissa.metrics.internal.collect.Scrape;
import org.vibrissa.metrics.internal.collect.Value;

/** A scrape in the words of Prometheus' client, which writes the formats. */
final class Snapshots {
    private Snapshots() {}

    static MetricSnapshots of(Scrape scrape) {
        List<MetricSnapshot> all = new ArrayList<>(scrape.families().size());
        for (Family family : scrape.families()) {
            all.add(of(family));
        }
        return new MetricSnapshots(all);
    }

    private static MetricSnapshot of(Family family) {
        MetricFamily meaning = family.meaning();
        MetricMetadata metadata = new MetricMetadata(meaning.name(), meaning.help());
        return switch (meaning.kind()) {
            case COUNTER ->
                    new CounterSnapshot(
                            metadata,
                            points(
                                    family,
                                    (value, labels) ->
                                            new CounterDataPointSnapshot(
                                                    number(value), labels, null, 0)));
            case GAUGE ->
                    new GaugeSnapshot(
                            metadata,
                            points(
                                    family,
                                    (value, labels) ->
                                            new GaugeDataPointSnapshot(
                                                    number(value), labels, null)));
            case HISTOGRAM -> {
                double[] bounds = bounds(meaning);
                yield new HistogramSnapshot(
                        metadata,
                        points(
                                family,
                                (value, labels) -> {
                                    Value.Distribution all = (Value.Distribution) value;
                                    return new HistogramDataPointSnapshot(
                                            ClassicHistogramBuckets.of(bounds, all.counts()),
                                            all.sum(),
                                            labels,
                                            Exemplars.EMPTY,
                                            0);
                                }));
            }
        };
    }

    private static double[] bounds(MetricFamily meaning) {
        double[] bounds = new double[meaning.bounds().size() + 1];
        for (int i = 0; i < bounds.length - 1; i++) {
            bounds[i] = meaning.bounds().get(i);
        }
        bounds[bounds.length - 1] = Double.POSITIVE_INFINITY;
        return bounds;
    }

    private static double number(Value value) {
        return ((Value.Single) value).value();
    }

    private static <P> List<P> points(Family family, BiFunction<Value, Labels, P> point) {
        String[] names = family.meaning().labels().toArray(String[]::new);
        List<P> points = new ArrayList<>(family.series().size());
        family.series()
                .forEach(
                        (labels, value) ->
                                points.add(point.apply(value, Labels.of(names, labels.toArray()))));
        return points;
    }
}
