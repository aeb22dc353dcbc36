package org.vibrissa.datapath.internal.cli;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.datapath.LocalEndpoints;
import picocli.CommandLine.Command;

/** {@code vibrissa bpf endpoint list}: the endpoint map as the kernel holds it. */
@Component(service = CommandProvider.class)
public final class BpfEndpointList extends BpfCommand {
    private final LocalEndpoints endpoints;

    @Activate
    public BpfEndpointList(@Reference LocalEndpoints endpoints) {
        super("endpoint", "list", "The endpoint map");
        this.endpoints = endpoints;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(endpoints, invocation);
    }

    @Command(description = "Lists the addresses that the datapath delivers to on this host.")
    private record Run(LocalEndpoints endpoints, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            invocation.print(
                    Table.of(endpoints.list().entrySet())
                            .column("IP ADDRESS", "address", Map.Entry::getKey)
                            .column("LOCAL ENDPOINT INFO", "info", Run::info)
                            .detail("id", row -> row.getValue().id())
                            .detail("identity", row -> row.getValue().identity())
                            .detail("ifindex", row -> row.getValue().ifindex())
                            .detail("mac", row -> row.getValue().mac().toString())
                            .detail("nodeMac", row -> row.getValue().nodeMac().toString()));
        }

        private static String info(Map.Entry<InetAddress, LocalEndpoints.Entry> row) {
            LocalEndpoints.Entry entry = row.getValue();
            return String.format(
                    Locale.ROOT,
                    "id=%-5d sec_id=%-5d flags=0x%04X ifindex=%-4d mac=%s nodemac=%s",
                    entry.id(),
                    entry.identity(),
                    (entry.ready() ? 1 : 0) | (entry.peer() ? 2 : 0) | (entry.anyMac() ? 4 : 0),
                    entry.ifindex(),
                    entry.mac(),
                    entry.nodeMac());
        }
    }
}
