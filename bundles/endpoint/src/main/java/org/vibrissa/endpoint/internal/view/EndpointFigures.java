package org.vibrissa.endpoint.internal.view;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.endpoint.Endpoints;
import org.vibrissa.endpoint.LocalEndpoint;
import org.vibrissa.endpoint.internal.spec.EndpointKind;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;
import org.vibrissa.state.Phase;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceStore;

/** How many endpoints there are, by state and by what they are made of. */
@Component
public final class EndpointFigures implements MetricSource {
    private static final MetricFamily STATE =
            MetricFamily.gauge(
                            "vibrissa_endpoint_state",
                            "Declared endpoints by state: pending, ready, failed.",
                            "endpoint_state")
                    .like("cilium_endpoint_state");
    private static final MetricFamily ENDPOINTS =
            MetricFamily.gauge(
                            "vibrissa_endpoint",
                            "Endpoints in force, by what they are made of.",
                            "form")
                    .like("cilium_endpoint");

    private final ResourceStore store;
    private final Endpoints endpoints;

    @Activate
    public EndpointFigures(@Reference ResourceStore store, @Reference Endpoints endpoints) {
        this.store = store;
        this.endpoints = endpoints;
    }

    @Override
    public List<MetricFamily> families() {
        return List.of(STATE, ENDPOINTS);
    }

    @Override
    public void collect(MetricSink sink) {
        Map<Phase, Long> phases = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            phases.put(phase, 0L);
        }
        for (Resource endpoint : store.list(EndpointKind.NAME)) {
            phases.merge(endpoint.status().phase(), 1L, Long::sum);
        }
        phases.forEach((phase, count) -> sink.put(STATE, count, lower(phase)));
        Map<String, Long> forms = new TreeMap<>();
        for (LocalEndpoint endpoint : endpoints.list()) {
            forms.merge(lower(endpoint.form()), 1L, Long::sum);
        }
        forms.forEach((form, count) -> sink.put(ENDPOINTS, count, form));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
