package org.vibrissa.hubble.internal.export;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.flow.FlowAccount;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;

/** The exporters' figures, by Hubble's names where it has them. */
@Component
public final class ExportMetrics implements MetricSource {
    private static final MetricFamily COUNT =
            MetricFamily.gauge(
                            "hubble_dynamic_exporter_exporters",
                            "Exporters of the file, by whether their time is over.",
                            "status")
                    .like("hubble_dynamic_exporter_exporters_total");
    private static final MetricFamily UP =
            MetricFamily.gauge(
                            "hubble_dynamic_exporter_up",
                            "Whether an exporter can write its file.",
                            "name")
                    .like("hubble_dynamic_exporter_up");
    private static final MetricFamily CHANGES =
            MetricFamily.counter(
                            "hubble_dynamic_exporter_reconfigurations",
                            "Exporters that the file added, updated or removed.",
                            "op")
                    .like("hubble_dynamic_exporter_reconfigurations_total");
    private static final MetricFamily HASH =
            MetricFamily.gauge(
                            "hubble_dynamic_exporter_config_hash",
                            "Hash of the file that is in force.")
                    .like("hubble_dynamic_exporter_config_hash");
    private static final MetricFamily APPLIED =
            MetricFamily.gauge(
                            "hubble_dynamic_exporter_config_last_applied",
                            "When the file was put into force, seconds since 1970.")
                    .like("hubble_dynamic_exporter_config_last_applied");
    private static final MetricFamily INVALID =
            MetricFamily.gauge(
                    "vibrissa_export_config_invalid",
                    "Whether the exporters' file has a mistake, so that an earlier one is in"
                            + " force.");
    private static final MetricFamily WRITTEN =
            MetricFamily.counter(
                    "vibrissa_export_flows", "Flows that an exporter has written.", "name");
    private static final MetricFamily DROPPED =
            MetricFamily.counter(
                    "vibrissa_export_dropped_events",
                    "Flow events that an exporter could not write.",
                    "name");

    private final ExportComponent component;

    @Activate
    public ExportMetrics(@Reference ExportComponent component) {
        this.component = component;
    }

    @Override
    public List<MetricFamily> families() {
        return List.of(COUNT, UP, CHANGES, HASH, APPLIED, INVALID, WRITTEN, DROPPED);
    }

    @Override
    public void collect(MetricSink sink) {
        Exporters exporters = component.exporters();
        List<Exporter> all = exporters.now();
        long over = all.stream().filter(Exporter::ended).count();
        sink.put(COUNT, (double) (all.size() - over), "active");
        sink.put(COUNT, (double) over, "inactive");
        Exporters.State state = exporters.state();
        sink.put(CHANGES, (double) state.added(), "add");
        sink.put(CHANGES, (double) state.updated(), "update");
        sink.put(CHANGES, (double) state.removed(), "remove");
        sink.put(HASH, (double) state.hash());
        state.applied().ifPresent(time -> sink.put(APPLIED, (double) time.getEpochSecond()));
        sink.put(INVALID, state.problem().isEmpty() ? 0 : 1);
        for (Exporter exporter : all) {
            String name = exporter.spec().name();
            FlowAccount.Reading books = exporter.read();
            boolean up = exporter.problem().isEmpty() && !exporter.ended();
            sink.put(UP, up ? 1 : 0, name);
            sink.put(WRITTEN, (double) books.sent(), name);
            sink.put(DROPPED, (double) books.dropped(), name);
        }
    }
}
