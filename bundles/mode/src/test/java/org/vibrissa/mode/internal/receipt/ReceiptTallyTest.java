package org.vibrissa.mode.internal.receipt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;

class ReceiptTallyTest {
    private final ReceiptTally tally = new ReceiptTally();

    private void add(String json) throws JsonProcessingException {
        tally.add(new ObjectMapper().readTree(json));
    }

    private Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        tally.tell(
                new MetricSink() {
                    @Override
                    public void put(MetricFamily family, double value, String... labels) {
                        figures.put(family.name() + " " + String.join(" ", labels), value);
                    }

                    @Override
                    public void histogram(
                            MetricFamily family, long[] counts, double sum, String... labels) {
                        String name = family.name() + " " + String.join(" ", labels);
                        figures.put(name + " count", (double) LongStream.of(counts).sum());
                        figures.put(name + " sum", sum);
                    }
                });
        return figures;
    }

    @Test
    void countsBundlesAndModesByResult() throws JsonProcessingException {
        add(
                """
                {"kind": "bundle", "result": "swapped", "handoverMicros": 40,
                 "startedAt": "2026-01-01T00:00:00Z", "finishedAt": "2026-01-01T00:00:02Z"}
                """);
        add(
                """
                {"kind": "mode", "result": "completed", "startedAt": "2026-01-01T00:00:00Z",
                 "finishedAt": "2026-01-01T00:00:00.5Z",
                 "hosts": {"a": {"dropped": 3}, "b": {"dropped": 4}, "c": {}}}
                """);
        add("{\"kind\": \"mode\", \"result\": \"completed\"}");
        assertEquals(
                Map.of(
                        "vibrissa_swap_receipts bundle swapped", 1.0,
                        "vibrissa_swap_receipts mode completed", 2.0,
                        "vibrissa_swap_duration_seconds bundle count", 1.0,
                        "vibrissa_swap_duration_seconds bundle sum", 2.0,
                        "vibrissa_swap_duration_seconds mode count", 1.0,
                        "vibrissa_swap_duration_seconds mode sum", 0.5,
                        "vibrissa_swap_handover_seconds  count", 1.0,
                        "vibrissa_swap_handover_seconds  sum", 40e-6,
                        "vibrissa_swap_dropped_packets ", 7.0),
                figures());
    }
}
