package org.vibrissa.fleet.internal.cli;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.fleet.internal.FleetComponent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vibrissa fleet remove}. */
@Component(service = CommandProvider.class)
public final class FleetRemove extends FleetCommand {
    private final FleetComponent fleet;

    @Activate
    public FleetRemove(@Reference FleetComponent fleet) {
        super("fleet remove", "vibrissa fleet remove host3");
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
                "Puts a member out that cannot leave by itself: no member answers it any more.",
                "Its Node goes with it. The name may be used again by a host that joins anew."
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
                        fleet.life().required().remove(member);
                        return member;
                    });
            invocation.out().println(member + " removed from the fleet");
        }
    }
}
