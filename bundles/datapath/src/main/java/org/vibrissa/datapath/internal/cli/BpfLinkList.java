package org.vibrissa.datapath.internal.cli;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.BpfInventory;
import org.vibrissa.bpf.BpfInventory.Link;
import org.vibrissa.bpf.BpfInventory.Program;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import picocli.CommandLine.Command;

/** {@code vibrissa bpf link list}. */
@Component(service = CommandProvider.class)
public final class BpfLinkList extends BpfCommand {
    private final BpfInventory inventory;

    @Activate
    public BpfLinkList(@Reference BpfInventory inventory) {
        super("link", "list", "Attachments of all bundles");
        this.inventory = inventory;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(inventory, invocation);
    }

    @Command(description = "Lists the hooks that programs are attached to, and which run there.")
    private record Run(BpfInventory inventory, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            Map<Integer, String> names =
                    inventory.programs().stream()
                            .collect(Collectors.toMap(Program::id, Program::name));
            invocation.print(
                    Table.of(inventory.links())
                            .column("ID", "id", Link::id)
                            .column("TYPE", "type", Run::type)
                            .column("TARGET", "target", Link::target)
                            .column("PROG ID", "programId", Link::programId)
                            .column(
                                    "PROGRAM",
                                    "program",
                                    link -> names.getOrDefault(link.programId(), ""))
                            .column("OWNER", "owner", Link::owner)
                            .column("PIN", "pin", Link::pin)
                            .whenEmpty("Nothing is attached."));
        }

        private static String type(Link link) {
            return link.form().name().toLowerCase(Locale.ROOT);
        }
    }
}
