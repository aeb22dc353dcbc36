package org.vibrissa.fleet.internal.cli;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.fleet.internal.FleetComponent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vibrissa node token revoke}. */
@Component(service = CommandProvider.class)
public final class NodeTokenRevoke extends FleetCommand {
    private final FleetComponent fleet;

    @Activate
    public NodeTokenRevoke(@Reference FleetComponent fleet) {
        super("node token revoke", "vibrissa node token revoke 1f0c3a77");
        this.fleet = fleet;
    }

    @Override
    public boolean structured() {
        return false;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(fleet, invocation);
    }

    @Command(description = "Revokes a token: it lets no more hosts in. Members stay members.")
    private static final class Run implements Runnable {
        private final FleetComponent fleet;
        private final Invocation invocation;

        @Parameters(paramLabel = "ID", description = "As vibrissa node token list shows it.")
        private String id;

        Run(FleetComponent fleet, Invocation invocation) {
            this.fleet = fleet;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            if (!ask(() -> fleet.life().required().issuing().revoke(id))) {
                throw CommandFailed.failed(
                        "no token " + id + " is known here", "vibrissa node token list");
            }
            invocation.out().println("token " + id + " revoked");
        }
    }
}
