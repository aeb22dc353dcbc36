package org.vibrissa.identity.internal.view;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.identity.Identities;
import org.vibrissa.identity.Identity;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;

/** How many identities are known. */
@Component
public final class IdentityFigures implements MetricSource {
    private static final MetricFamily IDENTITIES =
            MetricFamily.gauge(
                            "vibrissa_identity",
                            "Identities known here: reserved, cluster_local (sets of labels),"
                                    + " node_local (prefixes), remote_node (hosts told apart).",
                            "type")
                    .like("cilium_identity");

    private final Identities identities;

    @Activate
    public IdentityFigures(@Reference Identities identities) {
        this.identities = identities;
    }

    @Override
    public List<MetricFamily> families() {
        return List.of(IDENTITIES);
    }

    @Override
    public void collect(MetricSink sink) {
        Map<String, Long> types =
                new TreeMap<>(
                        Map.of(
                                "reserved", 0L,
                                "cluster_local", 0L,
                                "node_local", 0L,
                                "remote_node", 0L));
        for (Identity identity : identities.list()) {
            types.merge(type(identity), 1L, Long::sum);
        }
        types.forEach((type, count) -> sink.put(IDENTITIES, count, type));
    }

    private static String type(Identity identity) {
        if (identity.isReserved()) {
            return "reserved";
        }
        if (!identity.isLocal()) {
            return "cluster_local";
        }
        return identity.number() < Identity.HOST_FIRST ? "node_local" : "remote_node";
    }
}
