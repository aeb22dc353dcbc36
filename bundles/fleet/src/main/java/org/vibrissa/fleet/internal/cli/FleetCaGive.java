package org.vibrissa.fleet.internal.cli;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.fleet.internal.FleetComponent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vibrissa fleet ca give}. */
@Component(service = CommandProvider.class)
public final class FleetCaGive extends FleetCommand {
    private final FleetComponent fleet;

    @Activate
    public FleetCaGive(@Reference FleetComponent fleet) {
        super("fleet ca give", "vibrissa fleet ca give host2");
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
                "Gives the fleet's CA key to another member, so that it too makes tokens and renews",
                "certificates. This host keeps it. Two members with the key survive the loss of one."
            })
    private static final class Run implements Runnable {
        private final FleetComponent fleet;
        private final Invocation invocation;

        @Parameters(paramLabel = "MEMBER", description = "As vibrissa fleet status shows it.")
        private String member;

        Run(FleetComponent fleet, Invocation invocation) {
            this.fleet = fleet;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            ask(
                    () -> {
                        fleet.life().required().giveAuthority(member);
                        return member;
                    });
            invocation.out().println(member + " holds the CA key too");
        }
    }
}
