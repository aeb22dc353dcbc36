package org.vibrissa.metrics.internal.expose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.internal.collect.Scrape;
import org.vibrissa.metrics.internal.collect.TestScrapes;

/** What is written here is what Prometheus' own client for Java writes, for hard values too. */
class ReferenceClientTest {
    private static final String HELP = "It \"helps\" with \\ and\nmore, für alle ✓.";
    private static final MetricFamily COUNTER =
            MetricFamily.counter("vibrissa_a", HELP, "zone", "name");
    private static final MetricFamily GAUGE = MetricFamily.gauge("vibrissa_b", HELP, "name");
    private static final MetricFamily HISTOGRAM =
            MetricFamily.histogram(
                    "vibrissa_c_seconds", HELP, new double[] {1e-6, 0.25, 3e9}, "who");
    private static final List<String> NAMES =
            List.of("vibrissa_a_total", "vibrissa_b", "vibrissa_c_seconds");
    private static final double[] HARD = {
        0,
        -0.0,
        1,
        -1,
        0.1,
        1e-300,
        9_999_999,
        10_000_000,
        1e18,
        1.5,
        -2.25,
        Double.MAX_VALUE,
        Double.MIN_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };
    private static final String[] TEXTS = {
        "", "plain", "\"", "\\", "\n", "a\\\"b\nc", "ü", "日本\n語\"", "😀\\", "{x=\"y\"},"
    };

    @ParameterizedTest
    @EnumSource(TextFormat.class)
    void writesTheSame(TextFormat format) throws IOException {
        CounterSnapshot.Builder counters = CounterSnapshot.builder().name("vibrissa_a").help(HELP);
        GaugeSnapshot.Builder gauges = GaugeSnapshot.builder().name("vibrissa_b").help(HELP);
        HistogramSnapshot.Builder histograms =
                HistogramSnapshot.builder().name("vibrissa_c_seconds").help(HELP);
        Random random = new Random(7);
        Scrape scrape =
                TestScrapes.of(
                        List.of(COUNTER, GAUGE, HISTOGRAM),
                        sink -> {
                            for (int i = 0; i < TEXTS.length; i++) {
                                double value = Math.abs(random.nextGaussian() * Math.pow(10, i));
                                sink.put(COUNTER, value, TEXTS[i], "n" + i);
                                counters.dataPoint(
                                        CounterSnapshot.CounterDataPointSnapshot.builder()
                                                .value(value)
                                                .labels(
                                                        Labels.of(
                                                                "zone", TEXTS[i], "name", "n" + i))
                                                .build());
                            }
                            for (int i = 0; i < HARD.length; i++) {
                                sink.put(GAUGE, HARD[i], "n" + i);
                                gauges.dataPoint(
                                        GaugeSnapshot.GaugeDataPointSnapshot.builder()
                                                .value(HARD[i])
                                                .labels(Labels.of("name", "n" + i))
                                                .build());
                            }
                            long[] counts = {5, 0, 123_456_789_012L, 1};
                            sink.histogram(HISTOGRAM, counts, 1e12 / 3, "me");
                            histograms.dataPoint(
                                    HistogramSnapshot.HistogramDataPointSnapshot.builder()
                                            .classicHistogramBuckets(
                                                    ClassicHistogramBuckets.of(
                                                            new double[] {
                                                                1e-6,
                                                                0.25,
                                                                3e9,
                                                                Double.POSITIVE_INFINITY
                                                            },
                                                            counts))
                                            .sum(1e12 / 3)
                                            .labels(Labels.of("who", "me"))
                                            .build());
                        });
        ExpositionFormatWriter client =
                format == TextFormat.OPENMETRICS
                        ? OpenMetricsTextFormatWriter.create()
                        : PrometheusTextFormatWriter.create();
        ByteArrayOutputStream theirs = new ByteArrayOutputStream();
        client.write(
                theirs,
                MetricSnapshots.of(counters.build(), gauges.build(), histograms.build()),
                EscapingScheme.ALLOW_UTF8);
        ByteArrayOutputStream ours = new ByteArrayOutputStream();
        format.write(scrape.only(NAMES), ours);
        assertEquals(sorted(theirs), sorted(ours));
    }

    /** The client sorts series by their labels, which readers do not need. */
    private static String sorted(ByteArrayOutputStream text) {
        return text.toString(StandardCharsets.UTF_8)
                .lines()
                .sorted()
                .collect(Collectors.joining("\n"));
    }
}
