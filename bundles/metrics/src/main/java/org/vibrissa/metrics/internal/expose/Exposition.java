package org.vibrissa.metrics.internal.expose;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.internal.collect.Family;
import org.vibrissa.metrics.internal.collect.LabelValues;
import org.vibrissa.metrics.internal.collect.Value;

/**
 * Writes the series of one family: labels in order of name, as Prometheus' own clients do. Both
 * formats are alike but for the lines before the series.
 */
final class Exposition {
    private static final String BOUND = "le";

    private final TextWriter out;
    private final MetricFamily meaning;

    /** Places of the labels in order of name, and what is written before each value. */
    private final int[] order;

    private final byte[][] before;

    Exposition(TextWriter out, MetricFamily meaning) {
        this.out = out;
        this.meaning = meaning;
        List<String> labels = meaning.labels();
        List<String> sorted = labels.stream().sorted().toList();
        order = sorted.stream().mapToInt(labels::indexOf).toArray();
        before =
                sorted.stream()
                        .map(label -> (label + "=\"").getBytes(StandardCharsets.US_ASCII))
                        .toArray(byte[][]::new);
    }

    void writePrometheus(Family family) throws IOException {
        line("# HELP ", meaning.shownName(), meaning.help(), false);
        line("# TYPE ", meaning.shownName(), type(), false);
        series(family);
    }

    void writeOpenMetrics(Family family) throws IOException {
        line("# TYPE ", meaning.name(), type(), false);
        line("# HELP ", meaning.name(), meaning.help(), true);
        series(family);
    }

    private String type() {
        return switch (meaning.kind()) {
            case COUNTER -> "counter";
            case GAUGE -> "gauge";
            case HISTOGRAM -> "histogram";
        };
    }

    private void line(String start, String name, String text, boolean quotes) throws IOException {
        out.ascii(start);
        out.ascii(name);
        out.ascii(" ");
        out.escaped(text, quotes);
        out.ascii("\n");
    }

    private void series(Family family) throws IOException {
        byte[] name = meaning.shownName().getBytes(StandardCharsets.US_ASCII);
        for (Map.Entry<LabelValues, Value> series : family.series().entrySet()) {
            if (series.getValue() instanceof Value.Single single) {
                out.bytes(name);
                labels(series.getKey(), "");
                out.number(single.value());
                out.ascii("\n");
            } else if (series.getValue() instanceof Value.Distribution all) {
                histogram(series.getKey(), all);
            }
        }
    }

    private void histogram(LabelValues labels, Value.Distribution all) throws IOException {
        long sum = 0;
        for (int i = 0; i < all.counts().length; i++) {
            sum += all.counts()[i];
            boolean last = i == meaning.bounds().size();
            part("_bucket", labels, last ? "+Inf" : Double.toString(meaning.bounds().get(i)));
            out.whole(sum);
            out.ascii("\n");
        }
        part("_count", labels, "");
        out.whole(sum);
        out.ascii("\n");
        part("_sum", labels, "");
        out.number(all.sum());
        out.ascii("\n");
    }

    private void part(String suffix, LabelValues labels, String bound) throws IOException {
        out.ascii(meaning.name());
        out.ascii(suffix);
        labels(labels, bound);
    }

    /** All labels in braces, if there are any, and the blank before the value. */
    private void labels(LabelValues labels, String bound) throws IOException {
        if (order.length > 0 || !bound.isEmpty()) {
            String separator = "{";
            for (int i = 0; i < order.length; i++) {
                out.ascii(separator);
                out.bytes(before[i]);
                out.escaped(labels.get(order[i]), true);
                out.ascii("\"");
                separator = ",";
            }
            if (!bound.isEmpty()) {
                out.ascii(separator);
                out.ascii(BOUND);
                out.ascii("=\"");
                out.ascii(bound);
                out.ascii("\"");
            }
            out.ascii("}");
        }
        out.ascii(" ");
    }
}
