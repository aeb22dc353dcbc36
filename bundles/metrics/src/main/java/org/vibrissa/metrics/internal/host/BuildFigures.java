package org.vibrissa.metrics.internal.host;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;
import org.vibrissa.runtime.Node;
import org.vibrissa.runtime.ReadyCheck;

/** Which daemon this is, and whether it is whole. */
@Component
public final class BuildFigures implements MetricSource {
    private static final MetricFamily VERSION =
            MetricFamily.gauge(
                            "vibrissa_version",
                            "1; the labels tell version, Java and kernel.",
                            "version",
                            "java",
                            "kernel",
                            "node")
                    .like("cilium_version");
    private static final MetricFamily READY =
            MetricFamily.gauge(
                    "vibrissa_ready",
                    "1 when this row of vibrissa status is met, else 0.",
                    "check");

    private final Node node;

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<ReadyCheck> checks = List.of();

    @Activate
    public BuildFigures(@Reference Node node) {
        this.node = node;
    }

    @Override
    public List<MetricFamily> families() {
        return List.of(VERSION, READY);
    }

    @Override
    public void collect(MetricSink sink) {
        sink.put(
                VERSION,
                1,
                node.version(),
                System.getProperty("java.version"),
                System.getProperty("os.version"),
                node.name());
        for (String expected : node.expectedChecks()) {
            boolean met =
                    checks.stream()
                            .anyMatch(
                                    check ->
                                            check.name().equals(expected)
                                                    && check.pending().isEmpty());
            sink.put(READY, met ? 1 : 0, expected);
        }
    }
}
