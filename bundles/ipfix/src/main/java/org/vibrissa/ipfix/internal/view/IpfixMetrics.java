package org.vibrissa.ipfix.internal.view;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.ipfix.internal.IpfixExporter;
import org.vibrissa.ipfix.internal.collector.Books;
import org.vibrissa.ipfix.internal.collector.Collector;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;

/** The collectors' figures for monitoring. */
@Component
public final class IpfixMetrics implements MetricSource {
    private static final String LABEL = "collector";
    private static final MetricFamily UP =
            MetricFamily.gauge(
                    "vibrissa_ipfix_up", "Whether messages go out to the collector.", LABEL);
    private static final MetricFamily RECORDS =
            MetricFamily.counter(
                    "vibrissa_ipfix_records", "Flow records handed to the collector.", LABEL);
    private static final MetricFamily DROPPED =
            MetricFamily.counter(
                    "vibrissa_ipfix_dropped_events",
                    "Flow events that the collector did not get.",
                    LABEL);
    private static final MetricFamily MESSAGES =
            MetricFamily.counter(
                    "vibrissa_ipfix_messages", "IPFIX messages handed to the collector.", LABEL);
    private static final MetricFamily SESSIONS =
            MetricFamily.counter(
                    "vibrissa_ipfix_sessions", "Transport sessions with the collector.", LABEL);

    private final IpfixExporter exporter;

    @Activate
    public IpfixMetrics(@Reference IpfixExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    public List<MetricFamily> families() {
        return List.of(UP, RECORDS, DROPPED, MESSAGES, SESSIONS);
    }

    @Override
    public void collect(MetricSink sink) {
        for (Collector collector : exporter.collectors()) {
            String label = collector.address().toString();
            Books.Figures figures = collector.books().read();
            sink.put(UP, figures.state().connected() ? 1 : 0, label);
            sink.put(RECORDS, (double) figures.events().sent(), label);
            sink.put(DROPPED, (double) figures.events().dropped(), label);
            sink.put(MESSAGES, (double) figures.messages(), label);
            sink.put(SESSIONS, (double) figures.connections(), label);
        }
    }
}
