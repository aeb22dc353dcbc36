package org.vibrissa.swap.internal;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;
import org.vibrissa.swap.BundleState;
import org.vibrissa.swap.Bundles;

/** The installed bundles. */
@Component
public final class BundleFigures implements MetricSource {
    private static final MetricFamily BUNDLES =
            MetricFamily.gauge("vibrissa_bundles", "Installed bundles by state.", "state");
    private static final MetricFamily UP =
            MetricFamily.gauge(
                    "vibrissa_bundle_up",
                    "1 when this bundle does its work, else 0.",
                    "bundle",
                    "version");

    private final Bundles bundles;

    @Activate
    public BundleFigures(@Reference Bundles bundles) {
        this.bundles = bundles;
    }

    @Override
    public List<MetricFamily> families() {
        return List.of(BUNDLES, UP);
    }

    @Override
    public void collect(MetricSink sink) {
        Map<String, Long> states = new TreeMap<>();
        for (BundleState bundle : bundles.list()) {
            states.merge(bundle.state(), 1L, Long::sum);
            boolean whole = bundle.up() && bundle.problem().isEmpty();
            sink.put(UP, whole ? 1 : 0, bundle.name(), bundle.version());
        }
        states.forEach((state, count) -> sink.put(BUNDLES, count, state));
    }
}
