package org.vibrissa.fleet.internal.cli;

import java.time.Duration;
import java.util.Map;
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

/** {@code vibrissa node token}. */
@Component(service = CommandProvider.class)
public final class NodeToken extends FleetCommand {
    private static final int MAX_USES = 10_000;

    private final FleetComponent fleet;

    @Activate
    public NodeToken(@Reference FleetComponent fleet) {
        super("node token", "vibrissa node token --ttl 15m --uses 3");
        this.fleet = fleet;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(fleet, invocation);
    }

    @Command(
            description = {
                "Makes a token with which another host joins this one's fleet.",
                "A host that is in no fleet yet makes one, and holds its CA key."
            })
    private static final class Run implements Runnable {
        private final FleetComponent fleet;
        private final Invocation invocation;

        @Option(
                names = "--ttl",
                paramLabel = "TIME",
                defaultValue = "1h",
                description = "How long it lets hosts in: 90s, 15m, 1h, 7d (default: 1h).")
        private String ttl;

        @Option(
                names = "--uses",
                paramLabel = "N",
                defaultValue = "1",
                description = "How many hosts it lets in (default: 1).")
        private int uses;

        @Option(
                names = "--address",
                paramLabel = "ADDR",
                description = "This host's address, when it makes the fleet.")
        private String address;

        Run(FleetComponent fleet, Invocation invocation) {
            this.fleet = fleet;
            this.invocation = invocation;
        }

        @Override
        public void run() {
            if (uses < 1 || uses > MAX_USES) {
                throw CommandFailed.usage("--uses must be 1.." + MAX_USES + ", not " + uses, "");
            }
            Duration life = Spans.parse(ttl);
            Token token = ask(() -> fleet.life().token(Optional.ofNullable(address), life, uses));
            invocation.print(
                    Map.of(
                            "id", Token.id(token.secret()),
                            "token", token.text(),
                            "endpoints", token.endpoints(),
                            "expires", token.expires(),
                            "uses", uses),
                    out -> out.println(token.text()));
        }
    }
}
