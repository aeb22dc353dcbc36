package org.vibrissa.metrics.internal.hubble;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** The metrics that are configured, and what of the configuration is not understood. */
record FlowMetrics(List<FlowMetric> all, List<String> problems) {
    private static final Map<String, BiFunction<Map<String, String>, Integer, FlowMetric>> KNOWN =
            Map.of(
                    "drop", DropMetric::new,
                    "flow", ProcessedMetric::new,
                    "tcp", TcpMetric::new,
                    "icmp", IcmpMetric::new,
                    "port-distribution", PortMetric::new,
                    "flows-to-world", WorldMetric::of,
                    "policy", PolicyMetric::new);

    /** Hubble's others: they are made of what a proxy tells. */
    private static final Set<String> OF_PROXIES = Set.of("dns", "http", "httpV2", "kafka", "sctp");

    FlowMetrics {
        all = List.copyOf(all);
        problems = List.copyOf(problems);
    }

    /** Reads the items; one that is wrong costs the others nothing. */
    static FlowMetrics of(Collection<String> items, int limit) {
        List<FlowMetric> metrics = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String item : items) {
            try {
                MetricSpec spec = MetricSpec.parse(item);
                FlowMetric metric = make(spec, limit);
                if (!names.add(spec.name())) {
                    throw new IllegalArgumentException("this metric is there already");
                }
                metrics.add(metric);
            } catch (IllegalArgumentException e) {
                problems.add("metrics.hubble \"" + item + "\" is left out: " + e.getMessage());
            }
        }
        return new FlowMetrics(metrics, problems);
    }

    private static FlowMetric make(MetricSpec spec, int limit) {
        var maker = KNOWN.get(spec.name());
        if (maker != null) {
            return maker.apply(spec.options(), limit);
        }
        if (OF_PROXIES.contains(spec.name())) {
            throw new IllegalArgumentException("no bundle here tells flows of " + spec.name());
        }
        throw new IllegalArgumentException(
                "there is no metric of this name; there are "
                        + String.join(", ", KNOWN.keySet().stream().sorted().toList()));
    }
}
