package org.vibrissa.state.internal;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;
import org.vibrissa.state.ResourceStore;
import org.vibrissa.state.StoreHealth;

/** How the store of resources is. */
@Component
public final class StateFigures implements MetricSource {
    private static final MetricFamily READABLE =
            MetricFamily.gauge(
                    "vibrissa_state_readable", "1 when the store was read and is trusted, else 0.");
    private static final MetricFamily WRITABLE =
            MetricFamily.gauge(
                    "vibrissa_state_writable", "1 when the store takes changes, else 0.");
    private static final MetricFamily RESOURCES =
            MetricFamily.gauge("vibrissa_state_resources", "Resources in the store.");
    private static final MetricFamily REVISION =
            MetricFamily.gauge("vibrissa_state_revision", "Number of the last durable change.");
    private static final MetricFamily LOG =
            MetricFamily.gauge("vibrissa_state_log_bytes", "Size of the write-ahead log.");
    private static final MetricFamily FAILURES =
            MetricFamily.counter(
                    "vibrissa_state_listener_failures",
                    "Changes that a follower of the store failed on.");

    private final ResourceStore store;

    @Activate
    public StateFigures(@Reference ResourceStore store) {
        this.store = store;
    }

    @Override
    public List<MetricFamily> families() {
        return List.of(READABLE, WRITABLE, RESOURCES, REVISION, LOG, FAILURES);
    }

    @Override
    public void collect(MetricSink sink) {
        StoreHealth health = store.health();
        sink.put(READABLE, health.initialised() ? 1 : 0);
        sink.put(WRITABLE, health.writable() ? 1 : 0);
        sink.put(RESOURCES, health.resources());
        sink.put(REVISION, health.revision());
        sink.put(LOG, health.logBytes());
        sink.put(FAILURES, health.listenerFailures());
    }
}
