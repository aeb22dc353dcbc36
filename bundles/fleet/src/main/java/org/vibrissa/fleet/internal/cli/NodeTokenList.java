package org.vibrissa.fleet.internal.cli;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import org.vibrissa.fleet.internal.FleetComponent;
import org.vibrissa.fleet.internal.trust.TokenBook.Entry;
import picocli.CommandLine.Command;

/** {@code vibrissa node token list}. */
@Component(service = CommandProvider.class)
public final class NodeTokenList extends FleetCommand {
    private final FleetComponent fleet;

    @Activate
    public NodeTokenList(@Reference FleetComponent fleet) {
        super("node token list", "vibrissa node token list");
        this.fleet = fleet;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(fleet, invocation);
    }

    @Command(description = "Lists the tokens that this host has made; the secrets are not kept.")
    private record Run(FleetComponent fleet, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            invocation.print(
                    Table.of(ask(() -> fleet.life().required().issuing().tokens()))
                            .column("ID", "id", Entry::id)
                            .column("CREATED", "created", Entry::created)
                            .column("EXPIRES", "expires", Entry::expires)
                            .column("USED", "used", e -> e.usedBy().size() + "/" + e.uses())
                            .column("BY", "by", e -> e.usedBy().values())
                            .whenEmpty("No tokens. Make one: vibrissa node token"));
        }
    }
}
