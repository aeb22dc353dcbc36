package org.vibrissa.fleet.internal.cli;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.fleet.internal.FleetComponent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vibrissa leave}. */
@Component(service = CommandProvider.class)
public final class Leave extends FleetCommand {
    private final FleetComponent fleet;

    @Activate
    public Leave(@Reference FleetComponent fleet) {
        super("leave", "vibrissa leave");
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

    @Command(
            description = {
                "Takes this host out of its fleet: keys and the other hosts' resources go.",
                "What was declared for the whole fleet stays, as this host's own."
            })
    private static final class Run implements Runnable {
        private final FleetComponent fleet;
        private final Invocation invocation;

        @Option(
                names = "--force",
                description = "Even when no member hears it, or the only CA key goes with it.")
        private boolean force;

        Run(FleetComponent fleet, Invocation invocation) {
            this.fleet = fleet;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            invocation.out().println(fleet.self() + " " + ask(() -> fleet.life().leave(force)));
        }
    }
}
