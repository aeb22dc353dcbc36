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

/** {@code vibrissa bpf group list}. */
@Component
public final class BpfGroupList implements CommandProvider {
    private final KernelTables tables;

    @Activate
    public BpfGroupList(@Reference KernelTables tables) {
        this.tables = tables;
    }

    @Override
    public String path() {
        return "bpf group list";
    }

    @Override
    public String section() {
        return "Datapath";
    }

    @Override
    public Map<String, String> groups() {
        return Map.of("bpf", "Kernel objects as they are", "bpf group", "Path groups");
    }

    @Override
    public String example() {
        return "vibrissa bpf group list";
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(tables, invocation);
    }

    @Command(description = "Lists path groups with the forward slot in force.")
    private record Run(KernelTables tables, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            invocation.print(
                    Table.of(tables.groups())
                            .column("GROUP", "group", KernelTables.GroupLine::group)
                            .column("NAME", "name", KernelTables.GroupLine::name)
                            .column("SLOT", "slot", KernelTables.GroupLine::slot)
                            .column("STAGE", "stage", KernelTables.GroupLine::stage)
                            .column("MODE", "mode", KernelTables.GroupLine::mode)
                            .whenEmpty("No path group has a mode in force."));
        }
    }
}
