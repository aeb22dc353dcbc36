package org.vibrissa.mode.internal.view;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;
import org.vibrissa.mode.internal.host.Traffics;
import org.vibrissa.mode.internal.run.ModeService;
import org.vibrissa.node.ForwardMode;
import org.vibrissa.node.GroupModes;

/** What goes by each mode, and whether one is being changed. */
@Component
public final class ModeFigures implements MetricSource {
    private static final MetricFamily PACKETS =
            MetricFamily.counter(
                    "vibrissa_mode_packets",
                    "Packets carried between hosts, by mode; a mode that cannot tell what it"
                            + " receives says 0.",
                    "mode",
                    "direction");
    private static final MetricFamily BYTES =
            MetricFamily.counter(
                    "vibrissa_mode_bytes",
                    "The same in bytes, without the headers of tunnels.",
                    "mode",
                    "direction");
    private static final MetricFamily CHANGING =
            MetricFamily.gauge(
                    "vibrissa_mode_changes_running",
                    "Changes of a mode that are not over, as far as this host knows.");

    private final GroupModes modes;
    private final Traffics traffics;
    private final ModeService service;

    @Activate
    public ModeFigures(
            @Reference GroupModes modes,
            @Reference Traffics traffics,
            @Reference ModeService service) {
        this.modes = modes;
        this.traffics = traffics;
        this.service = service;
    }

    @Override
    public List<MetricFamily> families() {
        return List.of(PACKETS, BYTES, CHANGING);
    }

    @Override
    public void collect(MetricSink sink) {
        for (String mode : modes.provided()) {
            traffics.of(mode).ifPresent(traffic -> tell(sink, mode, traffic));
        }
        sink.put(CHANGING, service.current().isPresent() ? 1 : 0);
    }

    private static void tell(MetricSink sink, String mode, ForwardMode.Traffic traffic) {
        sink.put(PACKETS, traffic.sentPackets(), mode, "egress");
        sink.put(PACKETS, traffic.receivedPackets(), mode, "ingress");
        sink.put(BYTES, traffic.sentBytes(), mode, "egress");
        sink.put(BYTES, traffic.receivedBytes(), mode, "ingress");
    }
}
