package org.vibrissa.metrics.internal.collect;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.vibrissa.metrics.MetricFamily;

/** The series of one family in one scrape, no more than allowed. For one thread. */
public final class Family {
    /** Every label of the series that holds what was too much. */
    public static final String OTHER = "other";

    private final MetricFamily meaning;
    private final int limit;
    private Map<LabelValues, Value> series = new LinkedHashMap<>();
    private int folded;

    Family(MetricFamily meaning, int limit) {
        this.meaning = meaning;
        this.limit = limit;
    }

    public MetricFamily meaning() {
        return meaning;
    }

    /** In the order in which they were told. */
    public Map<LabelValues, Value> series() {
        return series;
    }

    /** Series that were put together in one. */
    int folded() {
        return folded;
    }

    /** Whether none of these is there. */
    boolean lacks(Collection<LabelValues> labels) {
        return series.isEmpty() || labels.stream().noneMatch(series::containsKey);
    }

    /** All series of a source; the map is this family's from now on. */
    void addAll(Map<LabelValues, Value> more) {
        if (series.isEmpty() && more.size() < limit) {
            series = more;
        } else {
            more.forEach(this::add);
        }
    }

    /** One more series; the last place is for those that have none. */
    private void add(LabelValues labels, Value value) {
        if (series.size() < limit - 1) {
            series.put(labels, value);
            return;
        }
        folded++;
        series.merge(LabelValues.all(OTHER, meaning.labels().size()), value, Value::plus);
    }
}
