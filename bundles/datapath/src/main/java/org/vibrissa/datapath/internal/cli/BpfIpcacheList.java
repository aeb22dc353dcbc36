package org.vibrissa.datapath.internal.cli;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.datapath.Ipcache;
import picocli.CommandLine.Command;

/** {@code vibrissa bpf ipcache list}: the prefix map as the kernel holds it. */
@Component
public final class BpfIpcacheList implements CommandProvider {
    private final Ipcache ipcache;

    @Activate
    public BpfIpcacheList(@Reference Ipcache ipcache) {
        this.ipcache = ipcache;
    }

    @Override
    public String path() {
        return "bpf ipcache list";
    }

    @Override
    public String section() {
        return "Datapath";
    }

    @Override
    public Map<String, String> groups() {
        return Map.of(
                "bpf", "Kernel objects as they are", "bpf ipcache", "Prefix to identity and group");
    }

    @Override
    public String example() {
        return "vibrissa bpf ipcache list";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(ipcache, invocation);
    }

    @Command(description = "Lists prefixes with their identity, path group and node.")
    private record Run(Ipcache ipcache, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            invocation.print(
                    Table.of(ipcache.list().entrySet())
                            .column("IP PREFIX", "prefix", row -> row.getKey().toString())
                            .column("IDENTITY", "identity", row -> row.getValue().identity())
                            .column("GROUP", "group", row -> row.getValue().group())
                            .column("NODE", "node", row -> row.getValue().node())
                            .column("PLACE", "place", row -> row.getValue().place()));
        }
    }
}
