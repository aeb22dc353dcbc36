package org.vibrissa.metrics.internal.expose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.internal.collect.Scrape;
import org.vibrissa.metrics.internal.collect.TestScrapes;

class TextFormatTest {
    private static final MetricFamily DROPS =
            MetricFamily.counter("vibrissa_drops", "Drops \\ by\nreason.", "reason");
    private static final MetricFamily DEPTH = MetricFamily.gauge("vibrissa_depth", "Depth.");
    private static final MetricFamily TOOK =
            MetricFamily.histogram("vibrissa_took_seconds", "Took.", new double[] {0.1, 1}, "who");

    private final Scrape scrape =
            TestScrapes.of(
                    List.of(DROPS, DEPTH, TOOK),
                    sink -> {
                        sink.put(DROPS, 7, "a \"b\" \\ c\nd");
                        sink.put(DEPTH, -1.5);
                        sink.histogram(TOOK, new long[] {1, 2, 3}, 9.25, "me");
                    });

    private String text(TextFormat format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        format.write(
                scrape.only(
                        List.of(
                                "vibrissa_drops_total",
                                "vibrissa_depth",
                                "vibrissa_took_seconds_bucket")),
                out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writesWhatPrometheusReads() throws IOException {
        assertEquals(
                """
                # HELP vibrissa_depth Depth.
                # TYPE vibrissa_depth gauge
                vibrissa_depth -1.5
                # HELP vibrissa_drops_total Drops \\\\ by\\nreason.
                # TYPE vibrissa_drops_total counter
                vibrissa_drops_total{reason="a \\"b\\" \\\\ c\\nd"} 7.0
                # HELP vibrissa_took_seconds Took.
                # TYPE vibrissa_took_seconds histogram
                vibrissa_took_seconds_bucket{who="me",le="0.1"} 1
                vibrissa_took_seconds_bucket{who="me",le="1.0"} 3
                vibrissa_took_seconds_bucket{who="me",le="+Inf"} 6
                vibrissa_took_seconds_count{who="me"} 6
                vibrissa_took_seconds_sum{who="me"} 9.25
                """,
                text(TextFormat.PROMETHEUS));
    }

    @Test
    void writesOpenMetrics() throws IOException {
        assertEquals(
                """
                # TYPE vibrissa_depth gauge
                # HELP vibrissa_depth Depth.
                vibrissa_depth -1.5
                # TYPE vibrissa_drops counter
                # HELP vibrissa_drops Drops \\\\ by\\nreason.
                vibrissa_drops_total{reason="a \\"b\\" \\\\ c\\nd"} 7.0
                # TYPE vibrissa_took_seconds histogram
                # HELP vibrissa_took_seconds Took.
                vibrissa_took_seconds_bucket{who="me",le="0.1"} 1
                vibrissa_took_seconds_bucket{who="me",le="1.0"} 3
                vibrissa_took_seconds_bucket{who="me",le="+Inf"} 6
                vibrissa_took_seconds_count{who="me"} 6
                vibrissa_took_seconds_sum{who="me"} 9.25
                # EOF
                """,
                text(TextFormat.OPENMETRICS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "'' ! PROMETHEUS",
                "*/* ! PROMETHEUS",
                "text/html,application/json ! PROMETHEUS",
                "application/openmetrics-text ! OPENMETRICS",
                "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5"
                        + " ! OPENMETRICS",
                "application/openmetrics-text; version=0.0.1;q=0.75, */*;q=0.1 ! OPENMETRICS",
                "application/openmetrics-text;version=9.0.0,text/plain ! PROMETHEUS",
                "application/openmetrics-text;q=0.2,text/plain;q=0.9 ! PROMETHEUS",
                "application/openmetrics-text;q=0 ! PROMETHEUS",
                "application/openmetrics-text;q=much,text/plain ! PROMETHEUS",
                ";;,=,q= ! PROMETHEUS"
            })
    void givesWhatTheClientLikesBest(String accept, TextFormat format) {
        assertEquals(format, TextFormat.of(accept));
    }
}
