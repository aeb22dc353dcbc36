package org.vibrissa.metrics.internal.hubble;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The labels that a metric has by its context options. Immutable. */
final class Context {
    private final List<ContextLabel> labels;
    private final Optional<EndContext> source;
    private final Optional<EndContext> destination;

    private Context(
            List<ContextLabel> labels,
            Optional<EndContext> source,
            Optional<EndContext> destination) {
        this.labels = labels;
        this.source = source;
        this.destination = destination;
    }

    /**
     * Takes the context options out of those of a metric.
     *
     * @throws IllegalArgumentException naming what is wrong
     */
    static Context take(Map<String, String> options) {
        String labels = options.remove("labelscontext");
        return new Context(
                labels == null ? List.of() : ContextLabel.parse(labels),
                EndContext.take(options, "source", End.SOURCE),
                EndContext.take(options, "destination", End.DESTINATION));
    }

    List<String> names() {
        List<String> names = new ArrayList<>(labels.stream().map(ContextLabel::label).toList());
        source.ifPresent(s -> names.add("source"));
        destination.ifPresent(d -> names.add("destination"));
        return names;
    }

    /** Writes the values from {@code at} on; allocates nothing as a rule. */
    void fill(Facts facts, String[] values, int at) {
        int place = at;
        for (int i = 0; i < labels.size(); i++) {
            values[place++] = labels.get(i).of(facts);
        }
        if (source.isPresent()) {
            values[place++] = source.get().of(facts);
        }
        if (destination.isPresent()) {
            values[place] = destination.get().of(facts);
        }
    }
}
