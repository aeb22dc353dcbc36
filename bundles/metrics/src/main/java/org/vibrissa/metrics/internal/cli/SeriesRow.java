package org.vibrissa.metrics.internal.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.internal.collect.Family;
import org.vibrissa.metrics.internal.collect.LabelValues;
import org.vibrissa.metrics.internal.collect.Scrape;
import org.vibrissa.metrics.internal.collect.Value;

/** One series as listed; of a histogram how many values there are, and their sum. */
record SeriesRow(String metric, Map<String, String> labels, double value) {
    private static final MathContext SHOWN = new MathContext(7);

    static List<SeriesRow> of(Scrape scrape) {
        List<SeriesRow> rows = new ArrayList<>(scrape.series());
        for (Family family : scrape.families()) {
            family.series().forEach((labels, value) -> add(rows, family.meaning(), labels, value));
        }
        return rows;
    }

    private static void add(
            List<SeriesRow> rows, MetricFamily meaning, LabelValues values, Value value) {
        Map<String, String> labels = new LinkedHashMap<>();
        List<String> texts = values.toList();
        for (int i = 0; i < texts.size(); i++) {
            labels.put(meaning.labels().get(i), texts.get(i));
        }
        if (value instanceof Value.Single number) {
            rows.add(new SeriesRow(meaning.shownName(), labels, number.value()));
        } else if (value instanceof Value.Distribution all) {
            double count = LongStream.of(all.counts()).sum();
            rows.add(new SeriesRow(meaning.name() + "_count", labels, count));
            rows.add(new SeriesRow(meaning.name() + "_sum", labels, all.sum()));
        }
    }

    /** A whole number without a fraction, others with seven digits. */
    Number number() {
        if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
            return (long) value;
        }
        return Double.isFinite(value)
                ? new BigDecimal(value).round(SHOWN).stripTrailingZeros()
                : value;
    }
}
