package org.vibrissa.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricFamilyTest {
    private static final MetricFamily TOOK =
            MetricFamily.histogram("vibrissa_took_seconds", "Took.", new double[] {0.1, 1}, "who");

    @Test
    void isShownAsPrometheusWantsIt() {
        assertEquals(
                "vibrissa_drops_total", MetricFamily.counter("vibrissa_drops", "D.").shownName());
        assertEquals("vibrissa_depth", MetricFamily.gauge("vibrissa_depth", "D.").shownName());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Vibrissa",
                "vibrissa-drops",
                "vibrissa__drops",
                "_drops",
                "9drops",
                "drops_",
                "vibrissa_drops_total",
                "vibrissa_drops_created",
                "vibrissa_drops_bucket",
                "vibrissa_drops_info"
            })
    void refusesNamesThatNoClientReads(String name) {
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> MetricFamily.counter(name, "Help."))
                        .getMessage();
        assertTrue(message.startsWith("metric " + name + " "), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Reason", "le", "quantile", "__name__", "same"})
    void refusesLabelsThatAreTaken(String label) {
        assertThrows(
                IllegalArgumentException.class,
                () -> MetricFamily.gauge("vibrissa_depth", "Depth.", "same", label));
    }

    @Test
    void refusesNoHelpAndBoundsThatDoNotRise() {
        assertThrows(IllegalArgumentException.class, () -> MetricFamily.gauge("vibrissa_x", " "));
        assertThrows(
                IllegalArgumentException.class,
                () -> MetricFamily.histogram("vibrissa_x", "X.", new double[] {1, 1}));
    }

    @Test
    void countsValuesIntoTheirBuckets() {
        Distribution all = new Distribution(TOOK);
        for (double value : new double[] {0, 0.1, 0.2, 1, 5}) {
            all.add(value);
        }
        all.tell(
                new MetricSink() {
                    @Override
                    public void put(MetricFamily family, double value, String... labels) {
                        throw new AssertionError(family);
                    }

                    @Override
                    public void histogram(
                            MetricFamily family, long[] counts, double sum, String... labels) {
                        assertArrayEquals(new long[] {2, 2, 1}, counts);
                        assertEquals(6.3, sum, 1e-9);
                        assertArrayEquals(new String[] {"me"}, labels);
                    }
                },
                "me");
        assertThrows(
                IllegalArgumentException.class,
                () -> new Distribution(MetricFamily.gauge("vibrissa_depth", "Depth.")));
    }
}
