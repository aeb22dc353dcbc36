package org.vibrissa.fleet.internal.cli;

import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.fleet.internal.FleetComponent;
import org.vibrissa.fleet.internal.trust.Token;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vibrissa join}. */
@Component(service = CommandProvider.class)
public final class Join extends FleetCommand {
    private final FleetComponent fleet;

    @Activate
    public Join(@Reference FleetComponent fleet) {
        super("join", "vibrissa join TOKEN --address 10.0.0.2");
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
                "Makes this host a member of the fleet that a token leads to.",
                "What is declared for the whole fleet is here when it returns. May be repeated."
            })
    private static final class Run implements Runnable {
        private final FleetComponent fleet;
        private final Invocation invocation;

        @Parameters(paramLabel = "TOKEN", description = "From vibrissa node token on a member.")
        private String token;

        @Option(
                names = "--address",
                paramLabel = "ADDR",
                description = "Where other members reach this host (default: as its Node says).")
        private String address;

        Run(FleetComponent fleet, Invocation invocation) {
            this.fleet = fleet;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            Token parsed;
            try {
                parsed = Token.parse(token);
            } catch (IllegalArgumentException e) {
                throw CommandFailed.usage(
                                e.getMessage(), "Make one on a member: vibrissa node token")
                        .causedBy(e);
            }
            String outcome = ask(() -> fleet.life().join(parsed, Optional.ofNullable(address)));
            invocation.out().println(fleet.self() + " " + outcome);
        }
    }
}
