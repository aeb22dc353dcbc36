package org.vibrissa.metrics;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/**
 * What a figure is called and what it means, for all its series. Immutable; declare each once, as a
 * constant beside the {@link MetricSource} that has the figures.
 *
 * @param kind how its value moves
 * @param name Prometheus name with the unit at its end ({@code _bytes}, {@code _seconds}), without
 *     the suffix {@code _total} that a counter is shown with
 * @param help one sentence for people
 * @param labels names of the labels, in the order in which values are given
 * @param bounds upper bounds of a histogram's buckets, rising, without infinity; none otherwise
 * @param upstream name of the figure that means the same in Cilium or Hubble; empty when there is
 *     none
 */
public record MetricFamily(
        Kind kind,
        String name,
        String help,
        List<String> labels,
        List<Double> bounds,
        String upstream) {
    /** How a value moves. */
    public enum Kind {
        /** It only grows, and starts again from 0 with who counts. */
        COUNTER,
        /** It goes up and down. */
        GAUGE,
        /** How many values lie in which range. */
        HISTOGRAM
    }

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
    private static final Set<String> SUFFIXES = Set.of("_total", "_created", "_bucket", "_info");

    public MetricFamily {
        labels = List.copyOf(labels);
        bounds = List.copyOf(bounds);
        require(NAME.matcher(name).matches(), "is no name of a metric", name);
        for (String suffix : SUFFIXES) {
            require(!name.endsWith(suffix), "must not end in " + suffix, name);
        }
        require(!help.isBlank(), "has no help", name);
        require(new HashSet<>(labels).size() == labels.size(), "has a label twice", name);
        for (String label : labels) {
            require(NAME.matcher(label).matches(), "has a bad label " + label, name);
            require(!label.equals("le") && !label.equals("quantile"), "has label " + label, name);
        }
        require(kind == Kind.HISTOGRAM || bounds.isEmpty(), "is no histogram", name);
        for (int i = 1; i < bounds.size(); i++) {
            require(bounds.get(i) > bounds.get(i - 1), "has bounds that do not rise", name);
        }
    }

    private static void require(boolean holds, String problem, String name) {
        if (!holds) {
            throw new IllegalArgumentException("metric " + name + " " + problem);
        }
    }

    /** A figure that only grows. */
    public static MetricFamily counter(String name, String help, String... labels) {
        return new MetricFamily(Kind.COUNTER, name, help, List.of(labels), List.of(), "");
    }

    /** A figure that goes up and down. */
    public static MetricFamily gauge(String name, String help, String... labels) {
        return new MetricFamily(Kind.GAUGE, name, help, List.of(labels), List.of(), "");
    }

    /** A distribution. */
    public static MetricFamily histogram(
            String name, String help, double[] bounds, String... labels) {
        List<Double> boxed = DoubleStream.of(bounds).boxed().toList();
        return new MetricFamily(Kind.HISTOGRAM, name, help, List.of(labels), boxed, "");
    }

    /** The same, with the name that people know from Cilium or Hubble. */
    public MetricFamily like(String known) {
        return new MetricFamily(kind, name, help, labels, bounds, known);
    }

    /** The name as it is shown and asked for in queries: of a counter with {@code _total}. */
    public String shownName() {
        return kind == Kind.COUNTER ? name + "_total" : name;
    }
}
