package org.vibrissa.overlay.internal.cli;

import java.util.Map;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.overlay.internal.Format;
import org.vibrissa.overlay.internal.FormatStatus;
import org.vibrissa.overlay.internal.Overlay;
import picocli.CommandLine.Command;

/** {@code vibrissa overlay status}. */
@Component
public final class OverlayStatus implements CommandProvider {
    static final Map<String, String> GROUPS = Map.of("overlay", "VXLAN and Geneve to other hosts");

    private final Overlay overlay;

    @Activate
    public OverlayStatus(@Reference Overlay overlay) {
        this.overlay = overlay;
    }

    @Override
    public String path() {
        return "overlay status";
    }

    @Override
    public String section() {
        return "Datapath";
    }

    @Override
    public Map<String, String> groups() {
        return GROUPS;
    }

    @Override
    public String example() {
        return "vibrissa overlay status";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(overlay, invocation);
    }

    @Command(description = "Shows the tunnel formats: port, peers, the device for receive GRO.")
    private record Run(Overlay overlay, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            invocation.print(
                    Table.of(Stream.of(Format.values()).map(overlay::status).toList())
                            .column("MODE", "mode", status -> status.format().label())
                            .column("STATE", "state", FormatStatus::state)
                            .column("PORT", "port", FormatStatus::port)
                            .column("PEERS", "peers", FormatStatus::peers)
                            .column("GRO DEVICE", "groDevice", FormatStatus::gro));
        }
    }
}
