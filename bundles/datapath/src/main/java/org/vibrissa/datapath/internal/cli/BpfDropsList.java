package org.vibrissa.datapath.internal.cli;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.datapath.Drops;
import picocli.CommandLine.Command;

/** {@code vibrissa bpf drops list}. */
@Component(service = CommandProvider.class)
public final class BpfDropsList extends BpfCommand {
    private final Drops drops;

    @Activate
    public BpfDropsList(@Reference Drops drops) {
        super("drops", "list", "Packets dropped by the datapath");
        this.drops = drops;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(drops, invocation);
    }

    @Command(description = "Counts dropped packets by reason and direction, sums over the CPUs.")
    private record Run(Drops drops, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            invocation.print(
                    Table.of(drops.list())
                            .column("REASON", "reason", Drops.Count::name)
                            .column("NUMBER", "number", Drops.Count::reason)
                            .column("DIRECTION", "direction", Drops.Count::direction)
                            .column("PACKETS", "packets", Drops.Count::packets)
                            .column("BYTES", "bytes", Drops.Count::bytes)
                            .whenEmpty("No packet was dropped."));
        }
    }
}
