package org.vibrissa.node.internal.cli;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.node.internal.view.KernelTables;
import picocli.CommandLine.Command;

/** {@code vibrissa bpf node list}. */
@Component
public final class BpfNodeList implements CommandProvider {
    private final KernelTables tables;

    @Activate
    public BpfNodeList(@Reference KernelTables tables) {
        this.tables = tables;
    }

    @Override
    public String path() {
        return "bpf node list";
    }

    @Override
    public String section() {
        return "Datapath";
    }

    @Override
    public Map<String, String> groups() {
        return Map.of("bpf", "Kernel objects as they are", "bpf node", "Other hosts");
    }

    @Override
    public String example() {
        return "vibrissa bpf node list";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(tables, invocation);
    }

    @Command(description = "Lists other hosts as the kernel knows them.")
    private record Run(KernelTables tables, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            invocation.print(
                    Table.of(tables.nodes())
                            .column("ID", "id", KernelTables.NodeLine::id)
                            .column("NAME", "name", KernelTables.NodeLine::name)
                            .column("ADDRESS", "address", KernelTables.NodeLine::address)
                            .column("SOURCE", "source", KernelTables.NodeLine::source)
                            .column("GROUP", "group", KernelTables.NodeLine::group)
                            .column("MTU", "mtu", KernelTables.NodeLine::mtu)
                            .column("MAC", "mac", KernelTables.NodeLine::mac)
                            .column("HOPS", "hops", KernelTables.NodeLine::hops)
                            .whenEmpty("No other host is known; see: vibrissa node list"));
        }
    }
}
