package org.vibrissa.datapath.internal.view;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.datapath.Drops;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;

/** What the datapath has dropped, exactly, whatever flow events were lost. */
@Component
public final class DropFigures implements MetricSource {
    private static final MetricFamily PACKETS =
            MetricFamily.counter("vibrissa_drop_count", "Dropped packets.", "reason", "direction")
                    .like("cilium_drop_count_total");
    private static final MetricFamily BYTES =
            MetricFamily.counter("vibrissa_drop_bytes", "Their bytes.", "reason", "direction")
                    .like("cilium_drop_bytes_total");

    private final Drops drops;

    @Activate
    public DropFigures(@Reference Drops drops) {
        this.drops = drops;
    }

    @Override
    public List<MetricFamily> families() {
        return List.of(PACKETS, BYTES);
    }

    @Override
    public void collect(MetricSink sink) {
        for (Drops.Count count : drops.list()) {
            sink.put(PACKETS, count.packets(), count.name(), count.direction());
            sink.put(BYTES, count.bytes(), count.name(), count.direction());
        }
    }
}
