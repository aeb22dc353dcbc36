package org.vibrissa.metrics.internal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.internal.collect.Scrape;
import org.vibrissa.metrics.internal.collect.TestScrapes;

class SeriesRowTest {
    private static final MetricFamily DROPS =
            MetricFamily.counter("vibrissa_drops", "Drops.", "reason", "direction");
    private static final MetricFamily TOOK =
            MetricFamily.histogram("vibrissa_took_seconds", "Took.", new double[] {1}, "who");

    @Test
    void showsSeriesWithTheirLabelsAndHistogramsAsCountAndSum() {
        Scrape scrape =
                TestScrapes.of(
                                List.of(DROPS, TOOK),
                                sink -> {
                                    sink.put(DROPS, 3, "full", "egress");
                                    sink.histogram(TOOK, new long[] {2, 5}, 9.5, "me");
                                })
                        .only(List.of("vibrissa_drops_total", "vibrissa_took_seconds"));
        assertEquals(
                List.of(
                        new SeriesRow(
                                "vibrissa_drops_total",
                                Map.of("reason", "full", "direction", "egress"),
                                3),
                        new SeriesRow("vibrissa_took_seconds_count", Map.of("who", "me"), 7),
                        new SeriesRow("vibrissa_took_seconds_sum", Map.of("who", "me"), 9.5)),
                SeriesRow.of(scrape));
    }

    @ParameterizedTest
    @CsvSource({
        "3, 3",
        "-0.5, -0.5",
        "123456789012, 123456789012",
        "0.000012345678901, 0.00001234568",
        "NaN, NaN",
        "Infinity, Infinity"
    })
    void showsNumbersAsPeopleReadThem(double value, String shown) {
        Number number = new SeriesRow("x", Map.of(), value).number();
        String text =
                number instanceof BigDecimal exact ? exact.toPlainString() : number.toString();
        assertEquals(shown, text);
    }
}
