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

/** {@code vibrissa bpf tunnel list}: a view over the prefix map. */
@Component
public final class BpfTunnelList implements CommandProvider {
    private final KernelTables tables;

    @Activate
    public BpfTunnelList(@Reference KernelTables tables) {
        this.tables = tables;
    }

    @Override
    public String path() {
        return "bpf tunnel list";
    }

    @Override
    public String section() {
        return "Datapath";
    }

    @Override
    public Map<String, String> groups() {
        return Map.of(
                "bpf", "Kernel objects as they are", "bpf tunnel", "Prefixes reached by tunnels");
    }

    @Override
    public String example() {
        return "vibrissa bpf tunnel list";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(tables, invocation);
    }

    @Command(description = "Lists prefixes of other hosts that go by a tunnel, and where to.")
    private record Run(KernelTables tables, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            invocation.print(
                    Table.of(tables.tunnels())
                            .column("TUNNEL", "tunnel", line -> port(address(line.prefix())))
                            .column("VALUE", "value", line -> port(line.node()))
                            .detail("prefix", KernelTables.TunnelLine::prefix)
                            .detail("node", KernelTables.TunnelLine::name)
                            .detail("mode", KernelTables.TunnelLine::mode)
                            .whenEmpty("No prefix goes by a tunnel; see: vibrissa node list"));
        }

        private static String address(String prefix) {
            return prefix.substring(0, prefix.indexOf('/'));
        }

        private static String port(String address) {
            return (address.contains(":") ? "[" + address + "]" : address) + ":0";
        }
    }
}
