package org.vibrissa.datapath.internal.cli;

import java.net.InetAddress;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.datapath.Ipcache;
import org.vibrissa.datapath.LocalEndpoints;
import org.vibrissa.net.IpPrefix;
import picocli.CommandLine.Command;

/** {@code vibrissa bpf ipcache list}: the prefix map as the kernel holds it. */
@Component(service = CommandProvider.class)
public final class BpfIpcacheList extends BpfCommand {
    private final Ipcache ipcache;
    private final LocalEndpoints endpoints;

    @Activate
    public BpfIpcacheList(@Reference Ipcache ipcache, @Reference LocalEndpoints endpoints) {
        super("ipcache", "list", "Prefix to identity and group");
        this.ipcache = ipcache;
        this.endpoints = endpoints;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(ipcache, endpoints, invocation);
    }

    @Command(description = "Lists prefixes with their identity, path group and node.")
    private record Run(Ipcache ipcache, LocalEndpoints endpoints, Invocation invocation)
            implements Runnable {
        @Override
        public void run() {
            Set<InetAddress> here = endpoints.list().keySet();
            invocation.print(
                    Table.of(ipcache.list().entrySet())
                            .column("IP PREFIX", "prefix", row -> row.getKey().toString())
                            .column("IDENTITY", "identity", row -> row.getValue().identity())
                            .column("GROUP", "group", row -> row.getValue().group())
                            .column("NODE", "node", row -> row.getValue().node())
                            .column("PLACE", "place", row -> place(row, here)));
        }

        /** A prefix of one endpoint of this host is local, whatever the kernel's flags say. */
        private static String place(Map.Entry<IpPrefix, Ipcache.Entry> row, Set<InetAddress> here) {
            boolean local = row.getKey().isHost() && here.contains(row.getKey().address());
            return local ? "LOCAL" : row.getValue().place().name();
        }
    }
}
