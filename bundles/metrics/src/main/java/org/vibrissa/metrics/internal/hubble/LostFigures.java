package org.vibrissa.metrics.internal.hubble;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.flow.FlowLedger;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;

/**
 * Events that Hubble's metrics do not have. Apart from these, as the ledger asks for their account
 * and so must be there after them.
 */
@Component
public final class LostFigures implements MetricSource {
    private static final MetricFamily LOST =
            MetricFamily.counter(
                            "hubble_lost_events",
                            "Events lost before they were counted: before the reader"
                                    + " (perf_event_ring_buffer) or overwritten in the log"
                                    + " (hubble_ring_buffer).",
                            "source")
                    .like("hubble_lost_events_total");

    private final FlowLedger ledger;
    private final HubbleMetrics metrics;

    @Activate
    public LostFigures(@Reference FlowLedger ledger, @Reference HubbleMetrics metrics) {
        this.ledger = ledger;
        this.metrics = metrics;
    }

    @Override
    public List<MetricFamily> families() {
        return List.of(LOST);
    }

    @Override
    public void collect(MetricSink sink) {
        long before = ledger.balance().lost().stream().mapToLong(FlowLedger.Loss::events).sum();
        sink.put(LOST, before, "perf_event_ring_buffer");
        sink.put(LOST, metrics.lost(), "hubble_ring_buffer");
    }
}
