package org.vibrissa.overlay.internal.cli;

import java.util.Map;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.node.ForwardMode.Traffic;
import org.vibrissa.overlay.internal.Format;
import org.vibrissa.overlay.internal.Overlay;
import picocli.CommandLine.Command;

/** {@code vibrissa overlay stats}. */
@Component
public final class OverlayStats implements CommandProvider {
    private final Overlay overlay;

    @Activate
    public OverlayStats(@Reference Overlay overlay) {
        this.overlay = overlay;
    }

    @Override
    public String path() {
        return "overlay stats";
    }

    @Override
    public String section() {
        return "Datapath";
    }

    @Override
    public Map<String, String> groups() {
        return OverlayStatus.GROUPS;
    }

    @Override
    public String example() {
        return "vibrissa overlay stats -o json";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(overlay, invocation);
    }

    private record Row(Format format, Traffic traffic) {}

    @Command(
            description = {
                "Counts packets sent and received in tunnels.",
                "Bytes are those of the packets inside; a super-packet counts as one."
            })
    private record Run(Overlay overlay, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            invocation.print(
                    Table.of(
                                    Stream.of(Format.values())
                                            .map(f -> new Row(f, overlay.traffic(f)))
                                            .toList())
                            .column("MODE", "mode", row -> row.format().label())
                            .column("SENT", "sentPackets", row -> row.traffic().sentPackets())
                            .column("BYTES", "sentBytes", row -> row.traffic().sentBytes())
                            .column(
                                    "RECEIVED",
                                    "receivedPackets",
                                    row -> row.traffic().receivedPackets())
                            .column(
                                    "BYTES",
                                    "receivedBytes",
                                    row -> row.traffic().receivedBytes()));
        }
    }
}
