package org.vibrissa.datapath.internal.cli;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.BpfInventory;
import org.vibrissa.bpf.BpfInventory.Program;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import picocli.CommandLine.Command;

/** {@code vibrissa bpf prog list}. */
@Component(service = CommandProvider.class)
public final class BpfProgList extends BpfCommand {
    private final BpfInventory inventory;

    @Activate
    public BpfProgList(@Reference BpfInventory inventory) {
        super("prog", "list", "Programs of all bundles");
        this.inventory = inventory;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(inventory, invocation);
    }

    @Command(description = "Lists the loaded programs and who owns them.")
    private record Run(BpfInventory inventory, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            invocation.print(
                    Table.of(inventory.programs())
                            .column("ID", "id", Program::id)
                            .column("NAME", "name", Program::name)
                            .column("TYPE", "type", Program::type)
                            .column("TAG", "tag", Program::tag)
                            .column("OWNER", "owner", Program::owner)
                            .column("PIN", "pin", Program::pin)
                            .whenEmpty("No program is loaded."));
        }
    }
}
