package org.vibrissa.metrics.internal.hubble;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vibrissa.metrics.MetricFamily;

/** One metric made of flows. For one thread at a time. */
abstract class FlowMetric {
    private final Context context;
    private final CounterTable table;
    private final String[] values;
    private final int own;

    /**
     * A metric with the labels it always has and those of its context.
     *
     * @param name without {@code hubble_}
     * @param options those of the metric itself must be taken out before
     * @throws IllegalArgumentException when an option is left that nothing knows
     */
    FlowMetric(
            String name, String help, List<String> labels, Map<String, String> options, int limit) {
        Map<String, String> left = new LinkedHashMap<>(options);
        context = Context.take(left);
        if (!left.isEmpty()) {
            throw new IllegalArgumentException(
                    "it has no option " + String.join(", ", left.keySet()));
        }
        List<String> all = new ArrayList<>(labels);
        all.addAll(context.names());
        own = labels.size();
        values = new String[all.size()];
        String full = "hubble_" + name;
        MetricFamily family =
                MetricFamily.counter(full, help, all.toArray(String[]::new)).like(full + "_total");
        table = new CounterTable(family, limit);
    }

    /** Counts the event when it is of this metric's kind. */
    abstract void count(Facts facts);

    CounterTable table() {
        return table;
    }

    /** One more with these values of the metric's own labels. */
    final void increment(Facts facts, String first, String second) {
        values[0] = first;
        values[1] = second;
        finish(facts);
    }

    /** As above, with three labels. */
    final void increment(Facts facts, String first, String second, String third) {
        values[2] = third;
        increment(facts, first, second);
    }

    /** As above, with four labels. */
    final void increment(Facts facts, String first, String second, String third, String fourth) {
        values[3] = fourth;
        increment(facts, first, second, third);
    }

    private void finish(Facts facts) {
        context.fill(facts, values, own);
        table.increment(values);
    }
}
